namespace Kumoten.Functions.Domain.Cases;

/// <summary>Which case a parcel is for. Pure.</summary>
public static class ParcelRules
{
    /// <summary>Whether a case goes by a tracking number, its own or its order's.</summary>
    /// <param name="c">The case.</param>
    /// <param name="dossier">Its dossier.</param>
    /// <param name="number">The normalised number.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsKnownBy(this Case c, Dossier dossier, string number) =>
        c.TrackingNumbers.Contains(number) || (c.OrderId is not null && dossier.Order?.TrackingNumber == number);

    /// <summary>The case of a dossier that waits for a parcel, or else that has received it already and is told so twice.</summary>
    /// <param name="dossier">The dossier.</param>
    /// <param name="number">The parcel's normalised number.</param>
    /// <returns>The case; null when none knows the parcel, or none has use for it.</returns>
    public static Case? CaseFor(Dossier dossier, string number)
    {
        var known = dossier.Cases.Where(c => c.IsKnownBy(dossier, number)).ToList();
        return known.FindLast(c => c.State.IsDiverting()) ?? known.FindLast(c => c.State.TakesParcel()) ?? known.FindLast(c => c.ParcelsReceived.Contains(number));
    }
}
