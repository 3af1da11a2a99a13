namespace Kumoten.Functions.Domain.Notices;

/// <summary>The mails that Kumoten's desk can get; each has a template <c>desk.{occasion}.scriban</c>.</summary>
public static class DeskOccasion
{
    /// <summary>A deadline passed.</summary>
    public const string Overdue = "overdue";

    /// <summary>Something happened that must not: a parcel goes out that is to come back, or sources contradict.</summary>
    public const string Alarm = "alarm";

    /// <summary>The parcel reached the old address ("please contact our customer support").</summary>
    public const string TakeOver = "takeOver";

    /// <summary>A step of the case failed for good.</summary>
    public const string StepFailed = "stepFailed";
}
