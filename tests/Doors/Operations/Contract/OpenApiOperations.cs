using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Doors.Cases;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kumoten.Tests.Doors.Operations.Contract;

/// <summary>What the generator cannot know of a function: who may call it, what it reads of a query and a form, and how it refuses.</summary>
internal static class OpenApiOperations
{
    // What a part of a path may be, where the program has a list of it.
    private static readonly Dictionary<string, IEnumerable<string>> PathWords = new()
    {
        ["action"] = CaseActions.All.Select(action => action.Name),
        ["marketplace"] = PushSources.All.Select(source => source.Code),
    };

    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var method = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().First();
        var verb = HttpMethod.Parse(context.Description.HttpMethod!);
        var name = OpenApiMaker.NameOf(method);
        operation.OperationId = OpenApiMaker.TriggerOf(method)!.Methods is { Length: > 1 } ? name + verb.Method[..1] + verb.Method[1..].ToLowerInvariant() : name;
        operation.Summary = method.GetCustomAttribute<EndpointSummaryAttribute>()!.Summary;
        if (verb == HttpMethod.Get)
            operation.RequestBody = null;
        if (operation.RequestBody is { } body)
            body.Description = OpenApiWords.RequestOf(method);
        AddParameters(operation, method, verb, context.Document!);
        if (method.GetCustomAttribute<AcceptsFilesAttribute>() is { } files)
            await OpenApiForms.AddAsync(operation, files.Most, OpenApiWords.RequestOf(method), context, cancel);
        if (method.Name == nameof(CaseFunctions.ActOnCase))
            OpenApiActions.Add(operation);
        Protect(operation, method, context.Document!);
        Answer(operation, method, verb, context.Document!);
    }

    private static void AddParameters(OpenApiOperation operation, MethodInfo method, HttpMethod verb, OpenApiDocument document)
    {
        operation.Parameters ??= [];
        foreach (var parameter in operation.Parameters)
        {
            if (PathWords.TryGetValue(parameter.Name!, out var words))
                ((OpenApiSchema)parameter.Schema!).Enum = [.. words.Select(word => JsonValue.Create(word))];
        }

        foreach (var query in method.GetCustomAttributes<QueryAttribute>())
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = query.Name,
                In = ParameterLocation.Query,
                Description = query.Description + ".",
                Schema = query.Words switch
                {
                    null => new OpenApiSchema { Type = JsonSchemaType.String },
                    var words when words == typeof(bool) => new OpenApiSchema { Type = JsonSchemaType.Boolean },
                    var words => new OpenApiSchemaReference(words.Name, document),
                },
                Example = query.Example,
            });
        }

        if (verb == HttpMethod.Post)
            operation.Parameters.Add(new OpenApiParameterReference(OpenApiParts.IdempotencyKey, document));
    }

    private static void Protect(OpenApiOperation operation, MethodInfo method, OpenApiDocument document)
    {
        // Empty: nobody needs to say who calls.
        operation.Security = [];
        if (method.GetCustomAttribute<AuthorizeAttribute>() is not { } authorize)
            return;
        string[] schemes = authorize switch
        {
            { AuthenticationSchemes: WebhookSignature.SchemeName } => [OpenApiParts.PushSignature, OpenApiParts.AfterShipSignature],
            _ when method.DeclaringType == typeof(Functions.Doors.Pages.PageFunctions) && method.Name == nameof(Session) => [OpenApiParts.Invitation],
            _ => [OpenApiParts.Bearer, OpenApiParts.SessionCookie],
        };
        foreach (var scheme in schemes)
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, document)] = [] });
        if (authorize.Roles?.Split(',') is not { } roles)
            return;
        operation.Description = $"For: {string.Join(", ", roles)}.\n\n{operation.Description}".TrimEnd();
        operation.Extensions = new Dictionary<string, IOpenApiExtension> { ["x-roles"] = new JsonNodeExtension(new JsonArray([.. roles.Select(role => JsonValue.Create(role))])) };
    }

    private static void Answer(OpenApiOperation operation, MethodInfo method, HttpMethod verb, OpenApiDocument document)
    {
        var declared = method.GetCustomAttributes().OfType<IProducesResponseTypeMetadata>().ToLookup(answer => answer is ProducesProblemAttribute, answer => answer.StatusCode);
        var words = OpenApiWords.AnswersOf(method, declared[false].Min());
        var answers = new SortedDictionary<string, IOpenApiResponse>(StringComparer.Ordinal) { ["default"] = new OpenApiResponseReference(OpenApiParts.ProblemName(0), document) };
        foreach (var status in declared[false])
            answers[Key(status)] = new OpenApiResponse { Description = words[status], Content = operation.Responses!.GetValueOrDefault(Key(status))?.Content };
        foreach (var status in declared[true].Union(Problems(operation, method, verb)))
        {
            answers[Key(status)] = words.TryGetValue(status, out var own)
                ? new OpenApiResponse { Description = status == 422 ? own + OpenApiParts.OtherBody : own, Content = OpenApiParts.ProblemContent(document) }
                : new OpenApiResponseReference(OpenApiParts.ProblemName(status), document);
        }

        operation.Responses = [];
        foreach (var (status, answer) in answers)
            operation.Responses.Add(status, answer);
    }

    // What the pipeline around every function refuses.
    private static IEnumerable<int> Problems(OpenApiOperation operation, MethodInfo method, HttpMethod verb)
    {
        var authorize = method.GetCustomAttribute<AuthorizeAttribute>();
        yield return StatusCodes.Status400BadRequest;
        if (authorize is not null)
            yield return StatusCodes.Status401Unauthorized;
        if (authorize?.Roles is not null)
            yield return StatusCodes.Status403Forbidden;
        if (operation.RequestBody is not null)
            yield return StatusCodes.Status413PayloadTooLarge;
        if (verb == HttpMethod.Post)
            yield return StatusCodes.Status422UnprocessableEntity;
    }

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
