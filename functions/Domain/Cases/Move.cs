namespace Kumoten.Functions.Domain.Cases;

/// <summary>The answer of the map.</summary>
public abstract record Move
{
    private Move()
    {
    }

    /// <summary>The case goes on.</summary>
    /// <param name="After">The case after.</param>
    public sealed record Moved(Case After) : Move;

    /// <summary>A repeat: all of this has happened already.</summary>
    public sealed record Unchanged : Move;

    /// <summary>A rule forbids it.</summary>
    /// <param name="Code">The rule's stable name.</param>
    /// <param name="Sentence">What the reader can do about it.</param>
    /// <param name="HoldsFrom">When the rule will hold, where a date cures it.</param>
    public sealed record Refused(string Code, Text Sentence, DateTimeOffset? HoldsFrom = null) : Move
    {
        /// <summary>The case that is in the way, where one is.</summary>
        public string? CaseId { get; init; }

        /// <summary>The code of an event that the state has no move for.</summary>
        public const string NoMove = "case.noSuchMove";
    }
}
