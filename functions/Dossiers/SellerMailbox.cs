using Azure.Data.Tables;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Dossiers;

/// <summary>Where a seller reads mails, and in which language.</summary>
/// <param name="Email">The address.</param>
/// <param name="Language">en or ms: the seller's choice.</param>
public sealed record SellerMailbox(string? Email, string? Language);

/// <summary>The sellers' mailboxes, one row each.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="configuration">Kumoten__UnknownSellerMail: the address of a seller who gave none, with {sellerId} in it; unset, such a seller is not mailed.</param>
public sealed class SellerMailboxes(Storage storage, IConfiguration configuration)
{
    private const string Partition = "seller";

    /// <summary>Finds a seller's mailbox: one storage operation.</summary>
    /// <param name="sellerId">The seller.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The mailbox; null when none is known.</returns>
    public async Task<SellerMailbox?> FindAsync(string sellerId, CancellationToken cancel)
    {
        var row = await storage.Settings.GetEntityIfExistsAsync<TableEntity>(Partition, sellerId, cancellationToken: cancel);
        if (row is { HasValue: true, Value: { } known })
            return known.Read<SellerMailbox>();
        return configuration["Kumoten:UnknownSellerMail"] is { Length: > 0 } pattern
            ? new SellerMailbox(pattern.Replace("{sellerId}", sellerId, StringComparison.Ordinal), "en")
            : null;
    }

    /// <summary>Keeps a seller's mailbox.</summary>
    /// <param name="sellerId">The seller.</param>
    /// <param name="mailbox">The validated mailbox.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When it is stored.</returns>
    public Task KeepAsync(string sellerId, SellerMailbox mailbox, CancellationToken cancel) =>
        storage.Settings.UpsertEntityAsync(Rows.Of(Partition, sellerId, mailbox), TableUpdateMode.Replace, cancel);
}
