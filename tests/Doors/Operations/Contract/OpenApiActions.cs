using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;
using Microsoft.OpenApi;

namespace Kumoten.Tests.Doors.Operations.Contract;

/// <summary>What each action on a case takes, and from whom: found out by trying each without one field after the other.</summary>
internal static class OpenApiActions
{
    // A value of each field that an action could have, other than what stands for an absent one.
    public static readonly JsonObject Sample = JsonNode.Parse("""
        {
          "ticket": "PL-7781", "channel": "mail", "leg": "return", "outcome": "declined", "note": "The hub answered.", "internal": true,
          "courier": "poslaju", "trackingNumber": "EN123456789MY", "condition": "opened", "returnShipping": "7.50", "amount": "43.30",
          "decision": "refund", "reason": "The courier admits the damage.",
          "appeal": {
            "lazadaShop": "Aminah Fashion", "productName": "T-shirt, black", "sku": "TS-BLK-M", "lazadaSku": "3920114_MY-1", "violation": "counterfeit",
            "noticeDate": "2026-11-02", "penaltyPoints": 3, "explanation": "The brand is our own.", "correctiveActions": ["We added the certificate."], "language": "en"
          }
        }
        """)!.AsObject();

    public static void Add(OpenApiOperation operation)
    {
        var table = new StringBuilder("\n\n| action | who | fields |\n|---|---|---|\n");
        var examples = new Dictionary<string, IOpenApiExample>();
        foreach (var action in CaseActions.All)
        {
            var fields = FieldsOf(action).ToList();
            table.Append($"| `{action.Name}` | {string.Join(", ", action.Who.Select(who => who.ApiName()))} | {string.Join(", ", fields.Select(field => $"`{field.Name}`{(field.IsNeeded ? "" : " (may be absent)")}"))} |\n");
            examples[action.Name] = new OpenApiExample { Value = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, Sample[field.Name]?.DeepClone()))) };
        }

        operation.Description += table.ToString().TrimEnd('\n');
        operation.RequestBody!.Content!["application/json"].Examples = examples;
    }

    /// <summary>The fields that an action reads, and whether it is refused without.</summary>
    public static IEnumerable<(string Name, bool IsNeeded)> FieldsOf(CaseAction action)
    {
        foreach (var property in typeof(ActionBody).GetProperties())
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var less = Sample.DeepClone().AsObject();
            // A new field needs a sample here, or nobody could say which actions read it.
            Assert.True(less.Remove(name), $"The sample lacks '{name}'.");
            var (with, without) = (Try(action, Sample), Try(action, less));
            Assert.NotNull(with);
            if (without != with)
                yield return (name, without is null);
        }
    }

    // The event as text; null when a field was missing.
    private static string? Try(CaseAction action, JsonObject body)
    {
        var fields = new FieldReader(body.Deserialize<ActionBody>(Json.Options)!, _ => { });
        var made = action.Read(fields);
        return fields.Errors.Count == 0 ? JsonSerializer.Serialize<object>(made, Json.Options) : null;
    }
}
