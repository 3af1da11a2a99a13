using Kumoten.Functions.Domain.Cases;

namespace Kumoten.Functions.Domain.Words;

/// <summary>What a step was to do, for whoever is told that it failed.</summary>
public static class StepWords
{
    /// <summary>What a step was to do.</summary>
    /// <param name="kind">The kind of step.</param>
    /// <param name="caseId">The case.</param>
    /// <returns>The sentence.</returns>
    public static Text Undone(StepKind kind, string caseId)
    {
        var of = CaseId.OrderOf(caseId) is { } orderId ? new Text($"order {orderId} (case {caseId})", $"pesanan {orderId} (kes {caseId})") : new Text($"case {caseId}", $"kes {caseId}");
        return kind switch
        {
            StepKind.AskCourier => new($"The mail to the courier about {of.En} could not be sent.", $"E-mel kepada kurier tentang {of.Ms} tidak dapat dihantar."),
            StepKind.PayRefund => new($"The refund of {of.En} could not be paid.", $"Bayaran balik {of.Ms} tidak dapat dibayar."),
            StepKind.ChargeReturnShipping => new($"The return shipping of {of.En} could not be charged.", $"Kos pemulangan {of.Ms} tidak dapat didebit."),
            StepKind.WriteLetter => new($"The appeal letter of {of.En} could not be written.", $"Surat rayuan {of.Ms} tidak dapat disediakan."),
            StepKind.TellDesk => new($"Kumoten's support desk could not be told about {of.En}.", $"Meja sokongan Kumoten tidak dapat dimaklumkan tentang {of.Ms}."),
            StepKind.TellSeller => new($"The mail to the seller about {of.En} could not be sent.", $"E-mel kepada penjual tentang {of.Ms} tidak dapat dihantar."),
            _ => new($"A step of {of.En} could not be carried out.", $"Satu langkah {of.Ms} tidak dapat dilaksanakan."),
        };
    }
}
