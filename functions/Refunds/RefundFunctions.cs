using Kumoten.Functions.Cases;
using Kumoten.Functions.Platform;
using Kumoten.Functions.Worker;
using Microsoft.AspNetCore.Authorization;

namespace Kumoten.Functions.Refunds;

// curl localhost:7071/api/accounts/S-100 -H "Authorization: Bearer $SELLER"

/// <summary>The money: refunds and return shipping into the ledger, and the account to read.</summary>
/// <param name="runner">Carries out steps.</param>
/// <param name="ledger">The accounts.</param>
public sealed class RefundFunctions(CaseRunner runner, Ledger ledger)
{
    /// <summary>The queue of refunds.</summary>
    public const string RefundQueue = "refunds";

    /// <summary>The queue of return shipping charges.</summary>
    public const string ChargeQueue = "return-shipping";

    /// <summary>Credits a refund (guide, Terms and Conditions: to the Kumoten account, never to a bank).</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is entered and the case knows.</returns>
    [Function("PayRefund")]
    public Task PayRefund([QueueTrigger(RefundQueue)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, async (_, c, _) =>
        {
            var refund = c.Refund ?? throw new InvalidOperationException($"Case {c.Id} has a refund to pay that was not approved.");
            var entry = await ledger.PostAsync(new Posting(c.SellerId, EntryKind.Refund, refund.Amount, c.Id, c.OrderId!, $"Refund of order {c.OrderId}"), cancel);
            return new RefundPaid(entry.At);
        }, cancel);

    /// <summary>Debits return shipping (guide, Terms and Conditions: borne by the seller), never netted into the refund.</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is entered and the case knows.</returns>
    [Function("ChargeReturnShipping")]
    public Task ChargeReturnShipping([QueueTrigger(ChargeQueue)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, async (_, c, _) =>
        {
            var cost = c.ReturnShipping ?? throw new InvalidOperationException($"Case {c.Id} has return shipping to charge that is not known.");
            await ledger.PostAsync(new Posting(c.SellerId, EntryKind.ReturnShipping, -cost, c.Id, c.OrderId!, $"Return shipping of order {c.OrderId}"), cancel);
            return new ReturnShippingCharged();
        }, cancel);

    /// <summary>Shows an account.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sellerId">Whose.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>Balance and entries; 404 for another seller's.</returns>
    [Function("GetAccount")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Service}")]
    [EndpointSummary("A seller's Kumoten account")]
    [Produces<Account>, ProducesProblem(404)]
    public async Task<IResult> GetAccount([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/accounts/{sellerId}")] HttpRequest request, string sellerId, CancellationToken cancel)
    {
        if (!Validation.IsKey(sellerId) || !Caller.Of(request).Sees(sellerId))
            throw Problem.NotFound($"The account '{sellerId}'");
        string? cursor = request.Query["cursor"];
        if (cursor is not null && !cursor.All(char.IsAsciiDigit))
            throw Problem.BadFields(new Dictionary<string, string[]> { ["cursor"] = ["Use the cursor of the page before."] });
        return Results.Ok(await ledger.ReadAsync(sellerId, cursor, cancel));
    }
}
