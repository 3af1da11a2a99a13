using Azure.Storage.Queues;

namespace Kumoten.Tests.Support;

public class AzuriteSelfTests : IClassFixture<Azurite>
{
    [Fact]
    public async Task One_azurite_serves_many_tests_and_keeps_their_queues_apart()
    {
        var connection = Azurite.Take();
        var first = new QueueClient(connection, Azurite.NewPrefix() + "-steps");
        var second = new QueueClient(connection, Azurite.NewPrefix() + "-steps");
        await first.CreateAsync();
        await second.CreateAsync();

        await first.SendMessageAsync("for the first");

        Assert.Equal("for the first", (await first.ReceiveMessageAsync()).Value.MessageText);
        Assert.Null((await second.ReceiveMessageAsync()).Value);
    }
}
