namespace Kumoten.Functions.Ground;

/// <summary>What a field takes, for whoever filled it in wrongly.</summary>
/// <param name="En">English.</param>
/// <param name="Ms">Malay.</param>
/// <param name="Contract">What a program is told instead, in the contract's words, where those say more; null when the English sentence is enough.</param>
public sealed record FieldError(string En, string Ms, string? Contract = null)
{
    /// <summary>The sentence for people.</summary>
    public Text Text => new(En, Ms);

    /// <summary>The sentence for programs, such as the list of the words that a field takes.</summary>
    public string ForPrograms => Contract ?? En;

    /// <summary>The field is not there.</summary>
    public static FieldError Needed { get; } = new("This field is needed.", "Ruangan ini perlu diisi.");

    /// <summary>The field holds none of the words it takes.</summary>
    /// <param name="words">The contract's words.</param>
    /// <param name="given">What it holds; null when it is absent or its content is of no help.</param>
    /// <returns>The answer.</returns>
    public static FieldError OneOf(IEnumerable<string> words, string? given = null) => new(
        "Choose one of the values that are offered.",
        "Pilih salah satu nilai yang ditawarkan.",
        $"{(given is null ? "" : $"'{given}' is not known here. ")}Use one of: {string.Join(", ", words)}.");

    /// <summary>The text is too long.</summary>
    /// <param name="most">How many characters it may have.</param>
    /// <returns>The answer.</returns>
    public static FieldError AtMost(int most) => new($"At most {most} characters.", $"Paling banyak {most} aksara.");

    /// <summary>The field holds no key (<see cref="Keys.IsKey"/>).</summary>
    public static FieldError NoKey { get; } = new("1 to 64 letters, digits, dots, dashes or underscores, with no dot at the end.", "1 hingga 64 huruf, angka, titik, sempang atau garis bawah, tanpa titik di hujungnya.");

    /// <summary>The field holds no tracking number.</summary>
    public static FieldError NoTrackingNumber { get; } = new("The number on the parcel, such as \"EN123456789MY\".", "Nombor pada bungkusan, seperti \"EN123456789MY\".");

    /// <summary>The field takes one line.</summary>
    public static FieldError NotOneLine { get; } = new("Write it on one line: without line breaks and other control characters.", "Tulis dalam satu baris: tanpa pemisah baris dan aksara kawalan lain.");

    /// <summary>The field holds no date of this service's years (<see cref="MalaysiaTime.IsDate(DateTimeOffset)"/>).</summary>
    public static FieldError NoDate { get; } = new("A date between the years 2000 and 2100.", "Tarikh antara tahun 2000 dan 2100.");

    /// <summary>A cursor is not one of this list.</summary>
    public static FieldError NoCursor { get; } = new("Use the cursor of the page before.", "Gunakan penanda halaman yang sebelumnya.");
}
