using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Platform;

namespace Kumoten.Tests.Doors.Documents;

/// <summary>What is a whole file of its kind, and how its name is shown. Pure.</summary>
public class FileTypeTests
{
    public static TheoryData<string, byte[], string> Whole => new()
    {
        { "a PDF", TinyFiles.Pdf, "application/pdf" },
        { "a PDF without a last line break", TinyFiles.Pdf[..^1], "application/pdf" },
        { "a PNG", TinyFiles.Png, "image/png" },
        { "a JPEG", TinyFiles.Jpeg, "image/jpeg" },
        { "a JPEG with a brightness map, as HDR photos have", [.. TinyFiles.Jpeg, .. TinyFiles.Jpeg], "image/jpeg" },
        { "a JPEG padded with zeros", [.. TinyFiles.Jpeg, 0, 0, 0, 0], "image/jpeg" },
        { "a JPEG with a Samsung camera's notes", [.. TinyFiles.Jpeg, .. TinyFiles.SamsungNotes("1762736400000")], "image/jpeg" },
        { "a WebP", TinyFiles.Webp, "image/webp" },
        { "an HEIC", TinyFiles.Heic, "image/heic" },
        { "an HEIC with a long box length", [.. TinyFiles.Heic, 0, 0, 0, 1, .. "free"u8, 0, 0, 0, 0, 0, 0, 0, 20, 1, 2, 3, 4], "image/heic" },
    };

    [Theory]
    [MemberData(nameof(Whole), DisableDiscoveryEnumeration = true)]
    public void A_whole_file_is_known_by_its_content_in_pieces_of_any_size(string what, byte[] file, string contentType)
    {
        Assert.True(FileType.Of(file)?.ContentType == contentType, what);
        for (var piece = 1; piece <= file.Length; piece++)
            Assert.Equal((true, false), Judge(file, piece));
    }

    public static TheoryData<string, byte[]> Unknown => new()
    {
        { "an executable", TinyFiles.Executable },
        { "a page", TinyFiles.Html },
        { "an archive", TinyFiles.Zip },
        { "a PDF that begins a line later", [(byte)'\n', .. TinyFiles.Pdf] },
        { "an executable with a PDF behind", [.. TinyFiles.Executable, .. TinyFiles.Pdf] },
        { "a GIF", [.. "GIF89a"u8, .. new byte[20]] },
        { "an SVG", [.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8] },
        { "a film", [.. TinyFiles.Box("ftyp", [.. "isom"u8, 0, 0, 0, 0, .. "mp42"u8]), .. TinyFiles.Box("mdat", new byte[9])] },
        { "an AVIF", [.. TinyFiles.Box("ftyp", [.. "avif"u8, 0, 0, 0, 0, .. "mif1"u8]), .. TinyFiles.Box("meta", new byte[9])] },
        { "a sound", [.. "RIFF"u8, 4, 0, 0, 0, .. "WAVE"u8] },
        { "three bytes", [1, 2, 3] },
    };

    [Theory]
    [MemberData(nameof(Unknown), DisableDiscoveryEnumeration = true)]
    public void Everything_else_is_unknown(string what, byte[] file) => Assert.True(FileType.Of(file) is null, what);

    public static TheoryData<string, byte[]> Appended => new()
    {
        { "an archive", TinyFiles.Zip },
        { "a page", TinyFiles.Html },
        { "an executable", TinyFiles.Executable },
        { "a script", [.. "\n<?php system($_GET[0]);"u8] },
        { "a shell script", [.. "\n#!/bin/sh\nrm -rf /"u8] },
        { "one byte", [1] },
    };

    [Theory]
    [MemberData(nameof(Appended), DisableDiscoveryEnumeration = true)]
    public void Whatever_is_appended_to_a_file_makes_it_two_files(string what, byte[] appended) =>
        Assert.All([TinyFiles.Pdf, TinyFiles.Png, TinyFiles.Jpeg, TinyFiles.Webp, TinyFiles.Heic], file =>
        {
            byte[] both = [.. file, .. appended];
            Assert.All([1, 7, both.Length], piece => Assert.False(Judge(both, piece).IsWhole, what));
        });

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_not_whole() =>
        Assert.All([TinyFiles.Pdf[..^2], TinyFiles.Png, TinyFiles.Jpeg, TinyFiles.Webp], file =>
        {
            for (var length = 12; length < file.Length; length++)
                Assert.False(Judge(file[..length], length).IsWhole, $"{FileType.Of(file)!.Name} cut at {length}");
        });

    [Fact]
    public void A_second_end_marker_does_not_hide_what_stands_before_it() =>
        Assert.All([(TinyFiles.Png, 12), (TinyFiles.Jpeg, 2)], sample =>
            Assert.False(Judge([.. sample.Item1, .. TinyFiles.Html, .. sample.Item1[^sample.Item2..]], 5).IsWhole));

    public static TheoryData<string, byte[]> Notes => new()
    {
        { "a page among them", TinyFiles.SamsungNotes("<script>alert(1)</script>") },
        { "a program among them", TinyFiles.SamsungNotes("MZ\u0001") },
        { "a film's worth of them", TinyFiles.SamsungNotes(new string('1', 5000)) },
        { "something before them", [1, 2, 3, .. TinyFiles.SamsungNotes("1762736400000")] },
        { "only their last word", [.. "SEFT"u8] },
    };

    [Theory]
    [MemberData(nameof(Notes), DisableDiscoveryEnumeration = true)]
    public void A_cameras_notes_are_no_room_for_other_things(string what, byte[] notes) =>
        Assert.False(Judge([.. TinyFiles.Jpeg, .. notes], 9).IsWhole, what);

    [Fact]
    public void An_archive_within_a_sound_picture_is_found_in_pieces_of_any_size()
    {
        var picture = TinyFiles.JpegWith(TinyFiles.Zip);
        for (var piece = 1; piece <= picture.Length; piece++)
            Assert.Equal((true, true), Judge(picture, piece));
    }

    public static TheoryData<string?, string> Names => new()
    {
        { "cancel.png", "cancel.png" },
        { "Bukti Pembatalan (1).PNG", "Bukti Pembatalan (1).PNG" },
        { @"C:\Users\aminah\cancel.png", "cancel.png" },
        { "../../etc/passwd", "passwd.png" },
        { "取消.png", "取消.png" },
        { "setup.exe", "setup.exe.png" },
        { "a\r\nSet-Cookie: x\0.png", "aSet-Cookie_ x.png" },
        { "\u202Egnp.exe", "gnp.exe.png" },
        { "\"quoted\" <name>.png", "_quoted_ _name_.png" },
        { null, "document.png" },
        { "", "document.png" },
        { "...", "document.png" },
        { ".png", "document.png" },
        { "folder/", "document.png" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_cleaned_and_ends_as_the_content_is(string? given, string shown) =>
        Assert.Equal(shown, FileName.ForShowing(given, FileType.Of(TinyFiles.Png)!));

    [Fact]
    public void A_long_name_keeps_its_ending_and_whole_characters()
    {
        Assert.Equal(new string('a', 116) + ".png", FileName.ForShowing(new string('a', 300) + ".png", FileType.Of(TinyFiles.Png)!));
        var emoji = FileName.ForShowing("a" + string.Concat(Enumerable.Repeat("📦", 100)) + ".png", FileType.Of(TinyFiles.Png)!);
        Assert.Equal("a" + string.Concat(Enumerable.Repeat("📦", 57)) + ".png", emoji);
        Assert.InRange(emoji.Length, 1, FileName.Longest);
    }

    [Fact]
    public void The_limit_is_ten_megabytes() => Assert.Equal(10 * 1024 * 1024, IncomingFile.MaxSize);

    [Fact]
    public void A_problem_of_the_file_is_told_at_its_field() =>
        Assert.True(IncomingFile.TooLarge() is ProblemException { Status: 413 } problem && problem.Extensions.ContainsKey("errors"));

    private static (bool IsWhole, bool IsArchive) Judge(byte[] file, int piece)
    {
        using var shape = FileType.Of(file)!.Shape();
        var archive = new ArchiveTrace();
        foreach (var bytes in file.Chunk(piece))
        {
            shape.Read(bytes);
            archive.Read(bytes);
        }

        return (shape.IsWhole, archive.IsArchive);
    }
}
