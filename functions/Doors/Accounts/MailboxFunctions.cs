using System.Text.RegularExpressions;
using FluentValidation;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Azure.Functions.Worker;
using MimeKit;

namespace Kumoten.Functions.Doors.Accounts;

// curl -X PUT localhost:7071/api/sellers/S-100/mailbox -H "Authorization: Bearer $SELLER" --json '{"email":"shop@example.com","language":"ms"}'

/// <summary>Where sellers read what they are told.</summary>
/// <param name="mailboxes">The mailboxes.</param>
public sealed class MailboxFunctions(SellerMailboxes mailboxes)
{
    private static readonly SellerMailboxValidator Validator = new();

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
        Caller.OfSellers(request, sellerId, new($"The seller '{sellerId}'", $"Penjual '{sellerId}'"));
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
        Caller.OfSellers(request, sellerId, new($"The seller '{sellerId}'", $"Penjual '{sellerId}'"));
        return Results.Ok(await mailboxes.FindAsync(sellerId, cancel) ?? throw Problem.NotFound(new($"The mailbox of seller '{sellerId}'", $"Peti e-mel penjual '{sellerId}'")));
    }
}

/// <summary>What a mailbox must have.</summary>
public sealed partial class SellerMailboxValidator : AbstractValidator<SellerMailbox>
{
    /// <summary>The rules.</summary>
    public SellerMailboxValidator()
    {
        RuleFor(m => m.Email).Must(IsAddress).Says("A mail address, such as \"shop@example.com\".", "Alamat e-mel, seperti \"shop@example.com\".");
        RuleFor(m => m.Language).OneOf("en", "ms");
    }

    // A bare address only: a display name, a second address or a line break would change the mail's head. And one that is
    // mailed everywhere: a quoted name or a character that is not seen is taken by readers of addresses, and by no mail server.
    private static bool IsAddress(string? text) =>
        text is { Length: <= 254 } && Mailable().IsMatch(text) && MailboxAddress.TryParse(text, out _);

    [GeneratedRegex(@"^(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])\z", RegexOptions.CultureInvariant)]
    private static partial Regex Mailable();
}
