namespace Kumoten.Functions.Domain.Words;

/// <summary>A piece of work for staff, as far as its words depend on it.</summary>
public interface IWork
{
    /// <summary>The case.</summary>
    string CaseId { get; }

    /// <summary>Where it stands.</summary>
    CaseState State { get; }

    /// <summary>Whose case it is.</summary>
    string SellerId { get; }

    /// <summary>The courier's code.</summary>
    string? Courier { get; }

    /// <summary>The number to name to the courier or to look for.</summary>
    string? TrackingNumber { get; }

    /// <summary>The courier's ticket.</summary>
    string? Ticket { get; }

    /// <summary>Where the parcel must not go, or was to go.</summary>
    string? OldAddress { get; }

    /// <summary>Where it is to go instead.</summary>
    string? NewAddress { get; }

    /// <summary>Whether a scan or the marketplace says that the parcel is lost.</summary>
    bool IsLossReported { get; }

    /// <summary>Whether a scan or the marketplace says that the parcel is damaged.</summary>
    bool IsDamageReported { get; }

    /// <summary>What failed for good on Kumoten's side and needs somebody; null when nothing did.</summary>
    Text? Failure { get; }
}
