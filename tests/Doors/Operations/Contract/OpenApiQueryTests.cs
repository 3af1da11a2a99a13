using System.Collections;
using System.Reflection;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using Kumoten.Functions;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace Kumoten.Tests.Doors.Operations.Contract;

public sealed class OpenApiQueryTests : IDisposable
{
    private readonly ServiceProvider services;

    public OpenApiQueryTests()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true", ["Kumoten:OfficeAddress"] = "Lot 5, Jalan Tuaran" });
        // What is only for trying the system out is described as well, whatever this process was told before.
        builder.Environment.EnvironmentName = Environments.Development;
        builder.AddServices();
        builder.Services.AddSingleton(Storage.Open(builder.Configuration, transport: new NoStorage()));
        services = builder.Services.BuildServiceProvider();
    }

    public static TheoryData<string> Functions() => [.. OpenApiMaker.Functions.Select(OpenApiMaker.NameOf)];

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task A_function_reads_the_query_parameters_that_it_declares_and_no_others(string name)
    {
        var method = OpenApiMaker.Functions.Single(method => OpenApiMaker.NameOf(method) == name);
        var query = new NotingQuery();
        // A seller's filters may be others than an agent's.
        foreach (var role in (method.GetCustomAttribute<AuthorizeAttribute>()?.Roles ?? Roles.Readers).Split(','))
            await CallAsync(method, role, query);
        var declared = method.GetCustomAttributes<QueryAttribute>().Select(parameter => parameter.Name).ToList();
        // The language is read when all is found that the page shows, which needs storage.
        var read = query.Read.Append(declared.Find(parameter => parameter == "lang") ?? "").Where(parameter => parameter.Length > 0);
        Assert.Equal(declared.Order(StringComparer.Ordinal), read.Distinct().Order(StringComparer.Ordinal));
    }

    public void Dispose() => services.Dispose();

    private async Task CallAsync(MethodInfo method, string role, NotingQuery query)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.User = new ClaimsPrincipal(new ClaimsIdentity([new(TokenSetup.RoleClaim, role), new(Caller.SellerClaim, "S-100")], "test", null, TokenSetup.RoleClaim));
        context.Request.Query = query;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(new JsonObject { ["appeal"] = OpenApiActions.Sample["appeal"]!.DeepClone(), ["sellerId"] = "S-100" }.ToJsonString()));
        object? Argument(ParameterInfo parameter) => parameter.ParameterType switch
        {
            var type when type == typeof(HttpRequest) => context.Request,
            var type when type == typeof(string) => parameter.Name == "sellerId" ? "S-100" : "KM-1001.1",
            _ => CancellationToken.None,
        };
        var function = method.IsStatic ? null : ActivatorUtilities.CreateInstance(services, method.DeclaringType!);
        try
        {
            await (Task)method.Invoke(function, BindingFlags.DoNotWrapExceptions, null, [.. method.GetParameters().Select(Argument)], null)!;
        }
        catch (Exception)
        {
            // Refused, or as far as it comes without storage: the query is read before.
        }
    }

    private sealed class NotingQuery : IQueryCollection
    {
        public List<string> Read { get; } = [];

        public int Count => 0;

        public ICollection<string> Keys => [];

        public StringValues this[string key]
        {
            get
            {
                Read.Add(key);
                return default;
            }
        }

        public bool ContainsKey(string key) => TryGetValue(key, out _);

        public bool TryGetValue(string key, out StringValues value)
        {
            value = this[key];
            return false;
        }

        public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, StringValues>>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class NoStorage : HttpPipelineTransport
    {
        public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

        public override void Process(HttpMessage message) => throw new InvalidOperationException("There is no storage here.");

        // Nothing that the clients would try again.
        public override ValueTask ProcessAsync(HttpMessage message) => throw new InvalidOperationException("There is no storage here.");
    }
}
