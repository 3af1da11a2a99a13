using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Refunds;
using Kumoten.Functions.Doors.Parcels;
using Kumoten.Functions.Dossiers.Parcels;
using Kumoten.Functions.Platform;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kumoten.Tests.Doors.Operations.Contract;

/// <summary>What the generator cannot know of a type: how the application's own converters write it, and what its validator asks for.</summary>
internal static class OpenApiSchemas
{
    private const string WordsOf = "Use one of: ";

    private static readonly Dictionary<Type, IValidator> Validators = typeof(Validation).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(AbstractValidator<>))
        .ToDictionary(type => type.BaseType!.GetGenericArguments()[0], type => (IValidator)Activator.CreateInstance(type)!);

    public static async Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Money))
        {
            schema.Type = JsonSchemaType.String;
            schema.Pattern = @"^-?\d+\.\d{2}$";
            schema.Description = "An amount of ringgit, a text with two decimal places.";
            schema.Examples = [JsonValue.Create("129.90")];
        }
        else if (type == typeof(DateTimeOffset))
        {
            schema.Type = type == context.JsonTypeInfo.Type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        }
        else if (type.IsEnum)
        {
            // Named once for all its uses; where it may be absent, that place says so.
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. schema.Enum!.Where(word => word is not null)];
        }
        else if (typeof(Stream).IsAssignableFrom(type))
        {
            schema.Format = "binary";
        }
        else if (type == typeof(ProblemDetails))
        {
            await DescribeProblemAsync(schema, context, cancel);
        }
        else if (Validators.TryGetValue(type, out var validator) && schema.Properties is not null)
        {
            Require(schema, type, validator);
        }
    }

    // A field is needed when the validator misses it in an empty body and no condition stands before that rule; its words stand in the answer.
    private static void Require(OpenApiSchema schema, Type type, IValidator validator)
    {
        var errors = validator.Validate(new ValidationContext<object>(JsonSerializer.Deserialize("{}", type, Json.Options)!)).Errors;
        var rules = (IEnumerable<IValidationRule>)validator;
        var needed = errors.Select(error => error.PropertyName).Where(name => rules.Any(rule => rule.PropertyName == name && !rule.HasCondition && rule.Components.All(part => !part.HasCondition)));
        schema.Required = needed.Select(JsonNamingPolicy.CamelCase.ConvertName).ToHashSet();
        foreach (var name in schema.Required)
        {
            if (schema.Properties![name] is { OneOf.Count: > 0 } either)
                schema.Properties[name] = either.OneOf[^1];
            else if (schema.Properties[name] is OpenApiSchema field)
                field.Type &= ~JsonSchemaType.Null;
        }

        foreach (var error in errors.Where(error => error.ErrorMessage.Contains(WordsOf, StringComparison.Ordinal)))
        {
            var words = error.ErrorMessage[(error.ErrorMessage.IndexOf(WordsOf, StringComparison.Ordinal) + WordsOf.Length)..].TrimEnd('.').Split(", ");
            ((OpenApiSchema)schema.Properties![JsonNamingPolicy.CamelCase.ConvertName(error.PropertyName)]).Enum = [.. words.Select(word => JsonValue.Create(word))];
        }

        // "Give one of caseId, orderId, trackingNumber and phone."
        if (type == typeof(MatchRequest))
            (schema.Required, schema.MinProperties, schema.MaxProperties) = (null, 1, 1);
    }

    // RFC 9457, with the members that the application adds (Problem.With).
    private static async Task DescribeProblemAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancel)
    {
        schema.Description = "A refusal (RFC 9457).";
        schema.Required = new HashSet<string> { "type", "title", "status" };
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Its stable name.", Examples = [JsonValue.Create(Problem.TypeBase + "fields.invalid")] },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A sentence to act on." },
            [Problem.Sentence] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "The title in both languages.", Properties = new Dictionary<string, IOpenApiSchema> { ["en"] = text, ["ms"] = text } },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The answer's status." },
            ["errors"] = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "For each field that is wrong, what it takes.", AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = text } },
            [Problem.Fields] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "The same for people: what each field is called, and what it takes, in both languages.", Items = await context.GetOrCreateSchemaAsync(typeof(FieldProblem), cancellationToken: cancel) },
            ["holdsFrom"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "From when the rule holds that forbids it now." },
            ["caseId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The case that is in the way." },
            ["state"] = await context.GetOrCreateSchemaAsync(typeof(CaseState), cancellationToken: cancel),
            ["candidates"] = new OpenApiSchema { Type = JsonSchemaType.Array, Description = "The cases that a parcel may be for.", Items = await context.GetOrCreateSchemaAsync(typeof(CandidateView), cancellationToken: cancel) },
        };
    }
}
