using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Kumoten.Tests.Doors.Operations.Contract;

/// <summary>
/// Makes the OpenAPI document of the HTTP functions with ASP.NET Core's own generator: each method is an endpoint of an
/// application that serves nobody, and its attributes are the endpoint's. Names of fields and paths come from the code,
/// words from its XML docs.
/// </summary>
internal static class OpenApiMaker
{
    /// <summary>The methods of all HTTP functions, in the order of their names.</summary>
    public static IReadOnlyList<MethodInfo> Functions { get; } =
        [.. typeof(FunctionMethods).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => TriggerOf(method) is not null).OrderBy(NameOf, StringComparer.Ordinal)];

    public static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    public static HttpTriggerAttribute? TriggerOf(MethodInfo method) =>
        method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(trigger => trigger is not null);

    /// <summary>A function's folder.</summary>
    public static string TagOf(MethodInfo method) => method.DeclaringType!.Namespace!.Split('.')[^1];

    public static async Task<string> MakeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            Json.Configure(options.SerializerOptions);
            // A number in quotes is read, too, but nobody is told to write one.
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        builder.Services.AddOpenApi(options => options
            .AddSchemaTransformer(OpenApiSchemas.DescribeAsync)
            .AddOperationTransformer(OpenApiOperations.DescribeAsync)
            .AddDocumentTransformer(OpenApiParts.DescribeAsync));
        await using var app = builder.Build();
        foreach (var function in Functions)
            app.MapMethods("/" + TriggerOf(function)!.Route, TriggerOf(function)!.Methods ?? ["get"], Handler(function)).WithTags(TagOf(function));
        await app.StartAsync();
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
        return (await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1)).ReplaceLineEndings("\n") + "\n";
    }

    // Described and never called, so nothing needs to stand behind it.
    private static Delegate Handler(MethodInfo method)
    {
        var type = Expression.GetDelegateType([.. method.GetParameters().Select(parameter => parameter.ParameterType), method.ReturnType]);
        return method.IsStatic ? method.CreateDelegate(type) : method.CreateDelegate(type, RuntimeHelpers.GetUninitializedObject(method.DeclaringType!));
    }
}
