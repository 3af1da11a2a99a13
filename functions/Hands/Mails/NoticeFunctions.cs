using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.Mails;

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

// curl -X PUT localhost:7071/api/sellers/S-100/mailbox -H "Authorization: Bearer $SELLER" --json '{"email":"shop@example.com","language":"ms"}'

/// <summary>Mails about a case: to the people of Kumoten, and to its seller.</summary>
/// <param name="runner">Carries out steps.</param>
/// <param name="post">Sends the mails of steps.</param>
/// <param name="mailboxes">Where sellers read.</param>
/// <param name="configuration">Kumoten__DeskMail, and Kumoten__SiteUrl for the link to a case.</param>
public sealed class NoticeFunctions(CaseRunner runner, StepPost post, SellerMailboxes mailboxes, IConfiguration configuration)
{
    /// <summary>The queue of mails to the desk.</summary>
    public const string DeskQueue = "desk-notices";

    /// <summary>The queue of mails to sellers.</summary>
    public const string SellerQueue = "seller-notices";

    private static readonly SellerMailboxValidator Validator = new();

    /// <summary>Mails Kumoten's support desk.</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the mail is out and the case knows.</returns>
    [Function("TellDesk")]
    public Task TellDesk([QueueTrigger(DeskQueue)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, (step, c, dossier) =>
        {
            var to = configuration.DeskMail();
            var text = MailText.Render($"Hands/Mails/desk.{step.Occasion}.scriban", new Dictionary<string, object?>
            {
                ["case_id"] = c.Id,
                ["state"] = c.State.ApiName(),
                ["due_at"] = c.DueAt is { } due ? MailText.Time(due) : "-",
                ["next"] = WhatsNext.Of(c, c.StateSince).Text.En,
                ["failure"] = Sentences.Attention(c, Actor.Agent)?.En ?? "It has been done in the meantime.",
                ["order_id"] = c.OrderId ?? "-",
                ["seller_id"] = c.SellerId,
                ["courier"] = CourierList.NameOf(c.Courier),
                ["hotline"] = CourierList.Find(c.Courier)?.Hotline ?? "-",
                ["tracking_number"] = dossier.Order?.TrackingNumber ?? "-",
            });
            return post.SendAsync(step, new Mail(to, text.Subject, text.Body, step.StepId), new DeskTold(step.Occasion!), cancel);
        }, cancel);

    /// <summary>Mails a case's seller: what happened, what happens next, who acts, and by when.</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the mail is out and the case knows.</returns>
    [Function("TellSeller")]
    public Task TellSeller([QueueTrigger(SellerQueue)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, async (step, c, _) =>
        {
            if (await mailboxes.FindAsync(c.SellerId, cancel) is not { Email: { } to, Language: { } language })
                return new SellerNotTold(step.Occasion!, SellerNotTold.NoAddress);
            var text = MailText.Render($"Hands/Mails/seller.{language}.scriban", SellerFacts(step, c, language));
            var mail = new Mail(to, text.Subject, text.Body, step.StepId, text.ToHtml(language));
            return await post.SendAsync(step, mail, new SellerTold(step.Occasion!, to), cancel, new SellerNotTold(step.Occasion!, SellerNotTold.NotTaken));
        }, cancel);

    /// <summary>Keeps where a seller reads mails, and in which language.</summary>
    /// <param name="request">The mailbox.</param>
    /// <param name="sellerId">The seller.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>200 with the mailbox; 404 for another seller's.</returns>
    [Function("PutMailbox")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Service}")]
    [EndpointSummary("Where a seller is mailed, and in which language")]
    [Accepts<SellerMailbox>, Produces<SellerMailbox>, ProducesProblem(400), ProducesProblem(404)]
    public async Task<IResult> PutMailbox([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/sellers/{sellerId}/mailbox")] HttpRequest request, string sellerId, CancellationToken cancel)
    {
        Caller.OfSellers(request, sellerId, $"The seller '{sellerId}'");
        var mailbox = await request.ReadAsync(Validator, cancel);
        await mailboxes.KeepAsync(sellerId, mailbox, cancel);
        return Results.Ok(mailbox);
    }

    /// <summary>Shows where a seller is mailed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="sellerId">The seller.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The mailbox; 404 when none is known or it is another seller's.</returns>
    [Function("GetMailbox")]
    [Authorize(Roles = $"{Roles.Seller},{Roles.Agent},{Roles.Service}")]
    [EndpointSummary("Where a seller is mailed, and in which language")]
    [Produces<SellerMailbox>, ProducesProblem(404)]
    public async Task<IResult> GetMailbox([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/sellers/{sellerId}/mailbox")] HttpRequest request, string sellerId, CancellationToken cancel)
    {
        Caller.OfSellers(request, sellerId, $"The seller '{sellerId}'");
        return Results.Ok(await mailboxes.FindAsync(sellerId, cancel) ?? throw Problem.NotFound($"The mailbox of seller '{sellerId}'"));
    }

    private Dictionary<string, object?> SellerFacts(PendingStep step, Case c, string language)
    {
        var next = WhatsNext.Of(c, c.StateSince);
        return new()
        {
            ["headline"] = MailText.OneLine(step.News!.In(language)),
            ["news"] = step.News.In(language),
            ["next"] = next.Text.In(language),
            ["who"] = next.Actor is { } actor ? Sentences.Of(actor).In(language) : null,
            ["due_at"] = next.By is { } by ? MailText.Time(by, language) : null,
            ["order_id"] = c.OrderId,
            ["case_id"] = c.Id,
            ["link"] = configuration["Kumoten:SiteUrl"] is { Length: > 0 } site ? $"{site.TrimEnd('/')}/cases/{c.Id}" : null,
        };
    }
}
