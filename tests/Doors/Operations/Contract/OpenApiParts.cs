using System.Reflection;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Kumoten.Tests.Doors.Operations.Contract;

/// <summary>What is said once for all functions: who is calling, how a call is refused, and what each folder is about.</summary>
internal static class OpenApiParts
{
    public const string IdempotencyKey = "IdempotencyKey";
    public const string Bearer = "bearer";
    public const string SessionCookie = "session";
    public const string Invitation = "invitation";
    public const string PushSignature = "pushSignature";
    public const string AfterShipSignature = "afterShipSignature";
    public const string OtherBody = " Or the Idempotency-Key was used with another body.";

    private static readonly Dictionary<int, (string Name, string Words)> Problems = new()
    {
        [400] = ("BadRequest", "It cannot be read, or fields are wrong: `errors` says what each takes."),
        [401] = ("Unauthorized", "Nobody is named, or by a token or session that is no longer good."),
        [403] = ("Forbidden", "This role may not do it."),
        [404] = ("NotFound", "It is not there, or another seller's."),
        [409] = ("Conflict", "It contradicts what is there already."),
        [413] = ("TooLarge", "The body is larger than what is read here."),
        [415] = ("UnsupportedType", "The body, or a file in it, is not of a kind that is read here."),
        [422] = ("Refused", "A rule forbids it." + OtherBody),
        [503] = ("NotNow", "It cannot be done at present, and nothing was decided: the same request is safe to repeat."),
        [0] = ("Unexpected", "Something went wrong on Kumoten's side, and nothing was decided: the same request is safe to repeat."),
    };

    public static string ProblemName(int status) => Problems[status].Name;

    public static Dictionary<string, OpenApiMediaType> ProblemContent(OpenApiDocument document) =>
        new() { ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference("ProblemDetails", document) } };

    public static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancel)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Kumoten After-Sales Support",
            Version = "1",
            Description = "Times are RFC 3339 with offset, money is a decimal text with two places, ids are opaque. A list comes in pages: its `cursor` asks for the next one. A refusal is problem details with a stable `type`.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = OpenApiMaker.Functions
            .Where(method => !method.IsDefined(typeof(ExcludeFromDescriptionAttribute)))
            .GroupBy(OpenApiMaker.TagOf)
            .OrderBy(folder => folder.Key, StringComparer.Ordinal)
            .Select(folder => new OpenApiTag { Name = folder.Key, Description = string.Join(' ', folder.Select(method => method.DeclaringType!).Distinct().OrderBy(type => type.Name, StringComparer.Ordinal).Select(OpenApiWords.SummaryOf)) })
            .ToHashSet();
        var parts = document.Components!;
        parts.Parameters = new Dictionary<string, IOpenApiParameter>
        {
            [IdempotencyKey] = new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Description = "A text of the caller's own, up to 200 characters. The same key with the same body gives the first answer again.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 200 },
            },
        };
        parts.Responses = Problems.Values.OrderBy(problem => problem.Name, StringComparer.Ordinal)
            .ToDictionary(problem => problem.Name, IOpenApiResponse (problem) => new OpenApiResponse { Description = problem.Words, Content = ProblemContent(document) });
        parts.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [AfterShipSignature] = Key(ParameterLocation.Header, "aftership-hmac-sha256", "AfterShip: base64 of HMAC-SHA256(secret, raw body)."),
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = $"A token with the claim `{TokenSetup.RoleClaim}`: {Roles.Readers.Replace(",", ", ", StringComparison.Ordinal)}; a seller's also with `{Caller.SellerClaim}`." },
            [Invitation] = Key(ParameterLocation.Query, "token", "A short-lived token with which Kumoten's site sends a person here."),
            [PushSignature] = Key(ParameterLocation.Header, "Authorization", "Lazada and TikTok Shop: hex of HMAC-SHA256(app secret, app key + raw body). Shopee: hex of HMAC-SHA256(partner key, callback URL + \"|\" + raw body)."),
            [SessionCookie] = Key(ParameterLocation.Cookie, Session.Cookie, "A browser's session, begun at /session. What changes anything must come from this site, or from one that the settings name."),
        };
        Sort(document, parts);
        return Task.CompletedTask;
    }

    private static OpenApiSecurityScheme Key(ParameterLocation place, string name, string words) => new() { Type = SecuritySchemeType.ApiKey, In = place, Name = name, Description = words };

    private static void Sort(OpenApiDocument document, OpenApiComponents parts)
    {
        var paths = document.Paths.OrderBy(path => path.Key, StringComparer.Ordinal).ToList();
        document.Paths.Clear();
        foreach (var (path, item) in paths)
            document.Paths.Add(path, item);
        parts.Schemas = parts.Schemas!.OrderBy(schema => schema.Key, StringComparer.Ordinal).ToDictionary();
    }
}
