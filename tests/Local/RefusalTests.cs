using System.Text.Json;
using Kumoten.Local;
using Kumoten.Local.Protocol;
using Microsoft.AspNetCore.Http;

namespace Kumoten.Tests.Local;

/// <summary>Routes are tried as the real host tries them, and what does not run there is refused here.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kumoten-app-").FullName;

    public RefusalTests()
    {
        Write("host.json", """{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""");
        Write("worker.config.json", """{"description":{"language":"dotnet-isolated","defaultExecutablePath":"dotnet","defaultWorkerPath":"App.dll"}}""");
        Write("App.dll", "");
        Write("extensions.json", "{}");
        Directory.CreateDirectory(Path.Combine(folder, ".azurefunctions"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("GET", "/api/cases", "Cases")]
    [InlineData("POST", "/api/cases", "OpenCase")]
    [InlineData("GET", "/API/Cases/", "Cases")]
    [InlineData("GET", "/api/cases/7", "CaseByNumber")]
    [InlineData("GET", "/api/cases/seven", "CaseByWord")]
    [InlineData("DELETE", "/api/cases", null)]
    [InlineData("GET", "/", "ZSite")]
    [InlineData("GET", "/anything/at/all", "ZSite")]
    public void The_first_function_by_name_that_takes_a_request_has_it(string method, string path, string? expected)
    {
        var table = Refusals.Check(
            [
                Http("CaseByNumber", "api/cases/{id:int}", "get"), Http("CaseByWord", "api/cases/{word}", "get"), Http("Cases", "api/cases", "get"),
                Http("OpenCase", "api/cases", "post"), Http("ZSite", "{*path}", "get"),
            ],
            AppFolder.Read(folder));
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path) = (method, path);

        Assert.Equal(expected, table.TryMatch(request, out var function, out _) ? function.Name : null);
    }

    [Theory]
    [InlineData("{*path}", "api/health")]
    [InlineData("api/{*rest}", "api/cases/{id}")]
    [InlineData("api/{kind}", "api/health")]
    [InlineData("api/health", "api/health")]
    public void A_route_that_an_earlier_one_swallows_is_refused(string earlier, string later)
    {
        var refusal = Assert.Throws<RefusedException>(() => Refusals.Check([Http("All", earlier, "get"), Http("Health", later, "get")], AppFolder.Read(folder)));

        Assert.StartsWith($"The function Health ({later}) would never be asked: the real host tries routes in the alphabetical order", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api/{id:int}", "api/health")]
    [InlineData("api/health/{id}", "api/health")]
    [InlineData("site/{*path}", "api/health")]
    public void Routes_that_leave_each_other_something_are_not_refused(string earlier, string later) =>
        Assert.Equal(2, Refusals.Check([Http("All", earlier, "get"), Http("Health", later, "get")], AppFolder.Read(folder)).Routes.Count);

    [Fact]
    public void A_catch_all_for_another_method_swallows_nothing() =>
        Assert.Equal(2, Refusals.Check([Http("All", "{*path}", "post"), Http("Health", "api/health", "get")], AppFolder.Read(folder)).Routes.Count);

    [Fact]
    public void The_route_of_a_single_slash_is_refused() => Assert.StartsWith(
        "The function Home has the route \"/\".",
        Assert.Throws<RefusedException>(() => Refusals.Check([Http("Home", "/", "get")], AppFolder.Read(folder))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("ab", false)]
    [InlineData("abc", true)]
    [InlineData("a123456789a123456789a123456789a123456789a123456789a123456789abc", true)]
    [InlineData("a123456789a123456789a123456789a123456789a123456789a123456789abcd", false)]
    public void A_queue_name_that_storage_would_not_take_is_refused(string name, bool good)
    {
        var check = Record.Exception(() => Refusals.Check([Make("Read", new { name = "m", type = "queueTrigger", queueName = name })], AppFolder.Read(folder)));

        Assert.Equal(good ? null : $"The function Read reads the queue \"{name}\". A queue's name has 3 to 63 characters.", check?.Message);
    }

    [Fact]
    public void A_trigger_that_is_not_known_here_is_refused() => Assert.Equal(
        "The function Stream asks for eventHubTrigger; the local host knows HTTP, queue and timer triggers.",
        Assert.Throws<RefusedException>(() => Refusals.Check([Make("Stream", new { name = "m", type = "eventHubTrigger" })], AppFolder.Read(folder))).Message);

    [Fact]
    public void A_queue_function_without_the_extensions_beside_it_is_refused()
    {
        File.Delete(Path.Combine(folder, "extensions.json"));

        Assert.Contains("lacks extensions.json", Assert.Throws<RefusedException>(() =>
            Refusals.Check([Make("Read", new { name = "m", type = "queueTrigger", queueName = "abc" })], AppFolder.Read(folder))).Message);
    }

    [Fact]
    public void A_custom_handler_left_in_host_json_is_refused()
    {
        Write("host.json", """{"version":"2.0","customHandler":{"description":{"defaultExecutablePath":"App"}}}""");

        Assert.Contains("has a section customHandler", Assert.Throws<RefusedException>(() => AppFolder.Read(folder)).Message);
    }

    [Theory]
    [InlineData("host.json", "No application is built in ")]
    [InlineData("worker.config.json", "No worker is built in ")]
    [InlineData("App.dll", "names ")]
    public void A_folder_that_lacks_a_file_is_refused(string file, string reason)
    {
        File.Delete(Path.Combine(folder, file));

        Assert.Contains(reason, Assert.Throws<RefusedException>(() => AppFolder.Read(folder)).Message);
    }

    [Fact]
    public void A_file_that_is_not_json_is_named()
    {
        Write("host.json", "{");

        Assert.StartsWith($"{Path.Combine(folder, "host.json")} is not JSON", Assert.Throws<RefusedException>(() => AppFolder.Read(folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_published_for_one_machine_is_its_own_program()
    {
        Write("worker.config.json", """{"description":{"defaultExecutablePath":"{WorkerRoot}App","defaultWorkerPath":"{WorkerRoot}App"}}""");
        Write("App", "");

        var app = AppFolder.Read(folder);

        Assert.Equal(Path.Combine(folder, "App"), app.Executable);
        Assert.Empty(app.Arguments);
    }

    private static WorkerFunction Http(string name, string route, params string[] methods) => Make(name, new { name = "request", type = "httpTrigger", route, methods });

    private static WorkerFunction Make(string name, object trigger)
    {
        var metadata = new RpcFunctionMetadata { Name = name, FunctionId = name };
        metadata.RawBindings.Add(JsonSerializer.Serialize(trigger));
        return WorkerFunction.Read(metadata);
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);
}
