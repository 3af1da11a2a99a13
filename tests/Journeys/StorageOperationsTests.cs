using System.Net;
using Kumoten.Functions.Dossiers;
using Kumoten.Tests.Storms;
using Kumoten.Tests.Support;
using Xunit.Abstractions;

namespace Kumoten.Tests.Journeys;

/// <summary>How many storage operations the journey takes. The README's figures come from this test's output.</summary>
public class StorageOperationsTests(ITestOutputHelper output) : IClassFixture<Azurite>
{
    // The Functions host takes each message from its queue and removes it when it is done.
    private const int HostOperationsOfAMessage = 2;

    [Fact]
    public async Task An_accepted_push_is_one_operation_and_the_way_from_push_to_refund_at_most_forty()
    {
        var transport = new StormyTransport(new Weather(seed: 1));
        await using var backend = await Backend.StartAsync(transport);
        var total = 0;

        var feed = await CountAsync("feed the order", () => backend.FeedAsync(Samples.Order()));
        var push = await CountAsync("accept the push", () => backend.PushAsync("lazada.trade-canceled"));
        await CountAsync("take the push in: order cancelled, case opened", () => DeliverAllAsync());
        await CountAsync("mail the courier", () => DeliverAllAsync(queue => !IsToSeller(queue)));
        await CountAsync("confirm the hold", () => ActAsync("agent", "/api/cases/KM-1001.1/actions/holdConfirmed", new { ticket = "PL-7781" }));
        await CountAsync("receive the parcel", () => ActAsync("warehouse", "/api/parcels/receive", new { trackingNumber = "EN123456789MY" }));
        var onTheWay = await CountAsync("mail the seller of three turns on the way", () => DeliverAllAsync(IsToSeller));
        await CountAsync("inspect the item", () => ActAsync("warehouse", "/api/cases/KM-1001.1/actions/inspect", new { condition = "intact" }));
        await CountAsync("pay the refund", () => DeliverAllAsync());
        await CountAsync("mail the seller of the refund", () => DeliverAllAsync(IsToSeller));
        var read = await CountAsync("read the account", () => backend.GetAsync("seller:S-100", "/api/accounts/S-100"));
        output.WriteLine($"{total,3}  in all");

        var state = (string)(await backend.GetAsync("agent", "/api/cases/KM-1001.1")).Json["state"]!;
        Assert.Equal("refunded", state);
        Assert.Equal(4, backend.Outbox.ToSellers.Count);
        Assert.Equal(1, push);
        // As the comparison counts it: start, mail, three waits, refund, mail. Each mail on the way was also sent to its queue.
        Assert.InRange(total - feed - read - onTheWay - 3, 1, 40);

        async Task ActAsync(string role, string path, object body) => (await backend.PostAsync(role, path, body)).Expect(HttpStatusCode.OK);

        async Task DeliverAllAsync(Func<string, bool>? where = null)
        {
            var messages = await backend.ReceiveAsync(where);
            Assert.NotEmpty(messages);
            foreach (var message in messages)
                await backend.DeliverAsync(message);
        }

        static bool IsToSeller(string queue) => queue == Queues.SellerNotices;

        async Task<int> CountAsync(string what, Func<Task> work)
        {
            var before = transport.Requests.Count;
            await work();
            // The test plays the host, so its own traffic with the queues is replaced by what the host needs.
            var made = transport.Requests.Skip(before).Where(request => !request.StartsWith("GET", StringComparison.Ordinal) || !request.EndsWith("/messages", StringComparison.Ordinal)).ToList();
            var removed = made.RemoveAll(request => request.StartsWith("DELETE", StringComparison.Ordinal) && request.Contains("/messages/", StringComparison.Ordinal));
            var count = made.Count + (removed * HostOperationsOfAMessage);
            total += count;
            output.WriteLine($"{count,3}  {what}: {string.Join(", ", made.Select(Short))}{(removed > 0 ? $", and {removed} message taken and removed" : "")}");
            return count;
        }
    }

    private static string Short(string request) => request.Replace("/devstoreaccount1/", "", StringComparison.Ordinal);
}
