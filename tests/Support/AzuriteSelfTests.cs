using Azure.Storage.Queues;

namespace Kumoten.Tests.Support;

public class AzuriteSelfTests(Azurite azurite) : IClassFixture<Azurite>
{
    [Fact]
    public async Task One_azurite_serves_every_test_and_keeps_their_queues_apart()
    {
        var first = new QueueClient(azurite.ConnectionString, azurite.NewPrefix() + "-steps");
        var second = new QueueClient(Azurite.Shared.ConnectionString, azurite.NewPrefix() + "-steps");
        await first.CreateAsync();
        await second.CreateAsync();

        await first.SendMessageAsync("for the first");

        Assert.Equal("for the first", (await first.ReceiveMessageAsync()).Value.MessageText);
        Assert.Null((await second.ReceiveMessageAsync()).Value);
    }
}
