using System.Security.Cryptography;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The one stylesheet of all pages, a file of its own: the pages' policy lets no style in that stands in a page.</summary>
public static class Stylesheet
{
    /// <summary>Its bytes, built into the program.</summary>
    public static ReadOnlyMemory<byte> Bytes { get; } = Read();

    /// <summary>Where it is served. Its hash is part of the address, so that browsers keep it until it changes.</summary>
    public static string Address { get; } = $"/assets/{Convert.ToHexStringLower(SHA256.HashData(Bytes.Span))[..12]}/site.css";

    private static byte[] Read()
    {
        using var file = typeof(Stylesheet).Assembly.GetManifestResourceStream("site.css") ?? throw new InvalidOperationException("The program was built without its stylesheet.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
