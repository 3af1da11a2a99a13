using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Dossiers.Accounts;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.Refunds;

/// <summary>The money of cases: refunds and return shipping into the ledger.</summary>
/// <param name="runner">Carries out steps.</param>
/// <param name="ledger">The accounts.</param>
public sealed class RefundFunctions(CaseRunner runner, Ledger ledger)
{
    /// <summary>Credits a refund (guide, Terms and Conditions: to the Kumoten account, never to a bank).</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is entered and the case knows.</returns>
    [Function("PayRefund")]
    public Task PayRefund([QueueTrigger(Queues.Refunds)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, async (_, c, _) =>
        {
            var refund = c.Refund ?? throw new InvalidOperationException($"Case {c.Id} has a refund to pay that was not approved.");
            var posted = await ledger.PostAsync(new Posting(c.SellerId, EntryKind.Refund, refund.Amount, c.Id, c.OrderId!, refund.IsPart ? $"Refund of a part of order {c.OrderId}" : $"Refund of order {c.OrderId}") { IsPart = refund.IsPart }, cancel);
            return new RefundPaid(posted.OrThrow().At);
        }, cancel);

    /// <summary>Debits return shipping (guide, Terms and Conditions: borne by the seller), never netted into the refund.</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is entered and the case knows.</returns>
    [Function("ChargeReturnShipping")]
    public Task ChargeReturnShipping([QueueTrigger(Queues.ReturnShipping)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, async (_, c, _) =>
        {
            var cost = c.ReturnShipping ?? throw new InvalidOperationException($"Case {c.Id} has return shipping to charge that is not known.");
            var posted = await ledger.PostAsync(new Posting(c.SellerId, EntryKind.ReturnShipping, -cost, c.Id, c.OrderId!, $"Return shipping of order {c.OrderId}"), cancel);
            posted.OrThrow();
            return new ReturnShippingCharged();
        }, cancel);
}
