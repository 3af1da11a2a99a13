using System.Runtime.InteropServices;
using System.Text;
using SkiaSharp;

namespace Kumoten.Functions.Platform.Printing;

/// <summary>
/// The part of a font that one letter uses: its glyphs, and a character map of exactly its characters, so that what
/// is copied out of the PDF is what was written. Skia would embed the whole font, ten megabytes for one Chinese name.
/// </summary>
internal sealed class FontSubset : IDisposable
{
    private const string HarfBuzz = "libHarfBuzzSharp";
    private const uint NoHinting = 0x1;
    private const int DropTableTags = 3;

    // Tables for shaping and for vertical text: the letter is shaped already.
    private static readonly uint[] Dropped = [.. new[] { "GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx" }.Select(Tag)];

    private readonly Dictionary<uint, ushort> glyphs = [];

    private FontSubset(SKTypeface typeface) => Typeface = typeface;

    public SKTypeface Typeface { get; }

    public ushort this[uint glyph] => glyphs[glyph];

    public static FontSubset Of(LetterFont font, IEnumerable<ShapedText> texts)
    {
        var characters = new SortedSet<int>();
        var used = new SortedSet<uint>();
        foreach (var text in texts)
        {
            foreach (var rune in text.Text.EnumerateRunes())
                characters.Add(rune.Value);
            foreach (var glyph in text.Glyphs)
                used.Add(glyph.Id);
        }

        var input = Needed(hb_subset_input_create_or_fail());
        nint plan = 0, face = 0, blob = 0;
        try
        {
            hb_subset_input_set_flags(input, NoHinting);
            var asCharacters = new HashSet<uint>();
            var unicodes = hb_subset_input_unicode_set(input);
            foreach (var character in characters)
            {
                hb_set_add(unicodes, (uint)character);
                asCharacters.Add(font.Glyph(character));
            }

            // Only glyphs that stand for no character by themselves: asking for others would bring their second
            // characters along (the radical that looks like 龍), and a reader might copy those.
            var ids = hb_subset_input_glyph_set(input);
            foreach (var glyph in used.Where(glyph => !asCharacters.Contains(glyph)))
                hb_set_add(ids, glyph);
            var drop = hb_subset_input_set(input, DropTableTags);
            foreach (var tag in Dropped)
                hb_set_add(drop, tag);

            plan = Needed(hb_subset_plan_create_or_fail(font.Face.Handle, input));
            face = Needed(hb_subset_plan_execute_or_fail(plan));
            blob = hb_face_reference_blob(face);
            using var data = SKData.CreateCopy(hb_blob_get_data(blob, out var length), length);
            var subset = new FontSubset(SKTypeface.FromData(data) ?? throw new InvalidOperationException("The subset of the font cannot be read."));
            var map = hb_subset_plan_old_to_new_glyph_mapping(plan);
            foreach (var glyph in used)
                subset.glyphs[glyph] = (ushort)hb_map_get(map, glyph);
            return subset;
        }
        finally
        {
            hb_blob_destroy(blob);
            hb_face_destroy(face);
            hb_subset_plan_destroy(plan);
            hb_subset_input_destroy(input);
        }
    }

    public void Dispose() => Typeface.Dispose();

    private static nint Needed(nint handle) => handle != 0 ? handle : throw new InvalidOperationException("The font cannot be subset.");

    private static uint Tag(string name) => BitConverter.IsLittleEndian ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(BitConverter.ToUInt32(Encoding.ASCII.GetBytes(name))) : BitConverter.ToUInt32(Encoding.ASCII.GetBytes(name));

    // HarfBuzzSharp's library has HarfBuzz's subsetter, its C# classes do not show it. Null handles may be destroyed.
    [DllImport(HarfBuzz)]
    private static extern nint hb_subset_input_create_or_fail();

    [DllImport(HarfBuzz)]
    private static extern void hb_subset_input_destroy(nint input);

    [DllImport(HarfBuzz)]
    private static extern void hb_subset_input_set_flags(nint input, uint flags);

    [DllImport(HarfBuzz)]
    private static extern nint hb_subset_input_unicode_set(nint input);

    [DllImport(HarfBuzz)]
    private static extern nint hb_subset_input_glyph_set(nint input);

    [DllImport(HarfBuzz)]
    private static extern nint hb_subset_input_set(nint input, int which);

    [DllImport(HarfBuzz)]
    private static extern void hb_set_add(nint set, uint value);

    [DllImport(HarfBuzz)]
    private static extern nint hb_subset_plan_create_or_fail(nint face, nint input);

    [DllImport(HarfBuzz)]
    private static extern nint hb_subset_plan_execute_or_fail(nint plan);

    [DllImport(HarfBuzz)]
    private static extern nint hb_subset_plan_old_to_new_glyph_mapping(nint plan);

    [DllImport(HarfBuzz)]
    private static extern void hb_subset_plan_destroy(nint plan);

    [DllImport(HarfBuzz)]
    private static extern uint hb_map_get(nint map, uint key);

    [DllImport(HarfBuzz)]
    private static extern nint hb_face_reference_blob(nint face);

    [DllImport(HarfBuzz)]
    private static extern void hb_face_destroy(nint face);

    [DllImport(HarfBuzz)]
    private static extern nint hb_blob_get_data(nint blob, out uint length);

    [DllImport(HarfBuzz)]
    private static extern void hb_blob_destroy(nint blob);
}
