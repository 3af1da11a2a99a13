using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Domain.Deadlines;

/// <summary>
/// When a silent parcel counts as stalled (domain.md, Working days and clocks; support guide: Late Shipment to
/// Destination).
/// </summary>
public static class ParcelClock
{
    /// <summary>"More than 5 working days" without a scan.</summary>
    public static readonly WorkingDays Patience = new(5);

    /// <summary>
    /// The moment from which the parcel is stalled: 00:00 Malaysia time of the day after the last working day of
    /// patience, counted by the destination's calendar. At this moment, more than the patience has passed.
    /// </summary>
    /// <param name="lastScanOrShipped">The last scan; without any scan, when the parcel shipped.</param>
    /// <param name="destination">The state the parcel goes to.</param>
    /// <param name="calendar">The working days.</param>
    /// <param name="patience">How many working days may pass; <see cref="Patience"/> unless told.</param>
    /// <returns>The first moment at which the parcel is stalled.</returns>
    public static DateTimeOffset StalledFrom(
        DateTimeOffset lastScanOrShipped, MalaysianState destination, WorkCalendar calendar, WorkingDays? patience = null)
    {
        var lastPatientDay = calendar.Add(destination, MalaysiaTime.DayOf(lastScanOrShipped), patience ?? Patience);
        return MalaysiaTime.At(lastPatientDay.AddDays(1), TimeOnly.MinValue);
    }
}
