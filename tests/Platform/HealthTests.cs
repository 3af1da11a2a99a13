using System.Net;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Platform;

public sealed class HealthTests
{
    [Fact]
    public async Task Tables_queues_and_blobs_each_answer_for_themselves()
    {
        await using var backend = await Backend.StartAsync();

        var health = (await backend.GetAsync(null, "/api/health")).Expect(HttpStatusCode.OK).Json;

        Assert.All(["tables", "queues", "blobs"], name => Assert.Equal("ok", health["dependencies"]![name]!.GetValue<string>()));
    }
}
