using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Dossiers;

/// <summary>A case's row stays below what Azure takes, however often people talk; the tests' storage refuses what Azure would.</summary>
public class RowSizeTests : BackendTest
{
    [Fact]
    public async Task A_case_of_thousands_of_talks_and_actions_is_saved_with_the_latest()
    {
        // Nothing that a packed row could make small.
        var random = new Random(7);
        string Words(int length) => new([.. Enumerable.Range(0, length).Select(_ => (char)random.Next(0x4E00, 0x9FA5))]);
        var c = new Case
        {
            Id = "KM-1.1",
            Type = CaseType.StalledParcel,
            State = CaseState.FollowingUp,
            SellerId = "S-1",
            OpenedAt = Support.Backend.Start,
            StateSince = Support.Backend.Start,
            Contacts = [.. Enumerable.Range(0, 1000).Select(n => new Contact(Support.Backend.Start.AddHours(n), "phone", Words(2000)))],
            ActionsTaken = [.. Enumerable.Range(0, 5000).Select(n => $"recordContact.{n:x16}@{Support.Backend.Start.Ticks}")],
        };
        await Assert.ThrowsAsync<AzureRefusesException>(() => SaveAsync(c));
        var kept = c.WithinItsRow();
        await SaveAsync(kept);
        Assert.Equal((c.Contacts[^1], c.ActionsTaken[^1]), (kept.Contacts[^1], kept.ActionsTaken[^1]));
        var read = (await Backend.Storage.Orders.GetEntityAsync<Azure.Data.Tables.TableEntity>("KM-1", "case.0001")).Value.Read<Case>();
        Assert.Equal(kept.Contacts, read.Contacts);
    }

    private Task SaveAsync(Case c) => Backend.Storage.Orders.UpsertEntityAsync(Rows.Of("KM-1", "case.0001", c));
}
