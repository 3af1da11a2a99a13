using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Papers;
using Kumoten.Functions.Doors.Documents;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kumoten.Tests.Doors.Operations.Contract;

/// <summary>The forms of functions that take files: the fields of their JSON, each named by its path, and the files.</summary>
internal static class OpenApiForms
{
    private const string Multipart = "multipart/form-data";
    private const string UrlEncoded = "application/x-www-form-urlencoded";

    public static async Task AddAsync(OpenApiOperation operation, int most, string description, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var fields = new Dictionary<string, IOpenApiSchema>();
        if (context.Description.ParameterDescriptions.FirstOrDefault(parameter => parameter.Source.Id == "Body")?.Type is { } json)
            Flatten("", await context.GetOrCreateSchemaAsync(json, cancellationToken: cancel), fields);
        operation.RequestBody ??= new OpenApiRequestBody { Required = true, Description = description, Content = new Dictionary<string, OpenApiMediaType>() };
        var content = operation.RequestBody.Content!;
        if (content.ContainsKey(UrlEncoded))
            content[UrlEncoded] = new OpenApiMediaType { Schema = Form(fields, []) };
        var kind = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Description = most == 1 ? "What it proves." : "What the files after it prove; the first one also counts for those before it.",
            Enum = [.. PaperKinds.All.Select(word => JsonValue.Create(word))],
        };
        var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "PDF, PNG, JPEG, WebP or HEIC by its content, at most 10 MB." };
        IOpenApiSchema files = most == 1 ? file : new OpenApiSchema { Type = JsonSchemaType.Array, Items = file, MaxItems = most };
        string[] needed = most == 1 ? [PostedForm.FileField, "kind"] : [];
        content[Multipart] = new OpenApiMediaType { Schema = Form(new Dictionary<string, IOpenApiSchema>(fields) { ["kind"] = kind, [PostedForm.FileField] = files }, needed) };
    }

    private static OpenApiSchema Form(Dictionary<string, IOpenApiSchema> fields, string[] needed) =>
        new() { Type = JsonSchemaType.Object, Properties = fields, Required = needed.Length == 0 ? null : new HashSet<string>(needed) };

    private static void Flatten(string path, IOpenApiSchema schema, Dictionary<string, IOpenApiSchema> into)
    {
        foreach (var (name, property) in schema.Properties!)
        {
            var whole = property.OneOf is { Count: > 0 } either ? either[^1] : property;
            if (whole.Properties is { Count: > 0 })
                Flatten($"{path}{name}.", whole, into);
            else
                into[path + name] = new OpenApiSchema { Type = whole.Type & ~JsonSchemaType.Null, Format = whole.Format, Description = whole.Description, Items = whole.Items, Enum = whole.Enum };
        }
    }
}
