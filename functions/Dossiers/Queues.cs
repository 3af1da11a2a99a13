using Kumoten.Functions.Domain.Cases;

namespace Kumoten.Functions.Dossiers;

/// <summary>The queues by name. Whoever sends and whoever is started by a message both read it here; a new one has a line in <see cref="All"/> too.</summary>
public static class Queues
{
    /// <summary>Pushes of marketplaces and of the tracking feed.</summary>
    public const string Pushes = "marketplace-pushes";

    /// <summary>Mails to couriers.</summary>
    public const string CourierRequests = "courier-requests";

    /// <summary>Refunds.</summary>
    public const string Refunds = "refunds";

    /// <summary>Charges of return shipping.</summary>
    public const string ReturnShipping = "return-shipping";

    /// <summary>Appeal letters to be written.</summary>
    public const string Letters = "letters";

    /// <summary>Mails to Kumoten's desk.</summary>
    public const string DeskNotices = "desk-notices";

    /// <summary>Mails to sellers.</summary>
    public const string SellerNotices = "seller-notices";

    /// <summary>Dossiers to be counted for the figures.</summary>
    public const string Figures = "figures";

    /// <summary>Dossiers to be looked at, of a wave that fell due.</summary>
    public const string Looks = "looks";

    /// <summary>What the host adds to a queue's name for the messages it gave up.</summary>
    public const string Poison = "-poison";

    /// <summary>All queues; the host adds one for the messages it gave up to each.</summary>
    public static IEnumerable<string> All => Enum.GetValues<StepKind>().Select(Of).Append(Pushes).Append(Figures).Append(Looks);

    /// <summary>The queue that carries a kind of step.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The queue's name.</returns>
    public static string Of(StepKind kind) => kind switch
    {
        StepKind.AskCourier => CourierRequests,
        StepKind.PayRefund => Refunds,
        StepKind.ChargeReturnShipping => ReturnShipping,
        StepKind.WriteLetter => Letters,
        StepKind.TellDesk => DeskNotices,
        StepKind.TellSeller => SellerNotices,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No queue carries this kind of step."),
    };
}
