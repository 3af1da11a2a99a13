using System.Globalization;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Appeals;
using Kumoten.Functions.Domain.Flow;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Cases;

/// <summary>Reads a case's request from the fields of an HTML form: the same facts as the JSON, each named by its path.</summary>
public static class CaseForm
{
    private static readonly CaseRequestValidator Validator = new();

    /// <summary>Reads and judges the request.</summary>
    /// <param name="form">The form.</param>
    /// <returns>The validated request.</returns>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public static CaseRequest Read(PostedForm form)
    {
        var fields = new Fields(form);
        var type = fields.Text("type");
        var asked = new CaseRequest
        {
            Type = type,
            OrderId = fields.Text("orderId"),
            Reason = fields.Text("reason"),
            SellerId = fields.Text("sellerId"),
            NewAddress = type == CaseType.AddressChange.ApiName() ? ReadAddress(fields) : null,
            Appeal = type == CaseType.ComplianceAppeal.ApiName() ? ReadAppeal(fields) : null,
        };
        Validation.Check(asked, Validator, unread: fields.Unread);
        return asked;
    }

    /// <summary>Reads an appeal's facts, for an action that corrects them; the action judges them.</summary>
    /// <param name="form">The form.</param>
    /// <returns>The facts.</returns>
    /// <exception cref="ProblemException">400 for a field that cannot be read.</exception>
    public static AppealFacts ReadAppeal(PostedForm form)
    {
        var fields = new Fields(form);
        var facts = ReadAppeal(fields);
        return fields.Unread.Count == 0 ? facts : throw Problem.BadFields(fields.Unread);
    }

    private static Address ReadAddress(Fields fields) => new(
        fields.Text("newAddress.line1") ?? "", fields.Text("newAddress.line2"), fields.Text("newAddress.postcode") ?? "", fields.Text("newAddress.city") ?? "", fields.Text("newAddress.state") ?? "");

    private static AppealFacts ReadAppeal(Fields fields) => new()
    {
        LazadaShop = fields.Text("appeal.lazadaShop") ?? "",
        ProductName = fields.Text("appeal.productName") ?? "",
        Sku = fields.Text("appeal.sku") ?? "",
        LazadaSku = fields.Text("appeal.lazadaSku") ?? "",
        Violation = fields.Text("appeal.violation") ?? "",
        NoticeDate = fields.Day("appeal.noticeDate"),
        PenaltyPoints = fields.Number("appeal.penaltyPoints"),
        Explanation = fields.Text("appeal.explanation") ?? "",
        CorrectiveActions = fields.Lines("appeal.correctiveActions"),
        PreventiveActions = fields.Lines("appeal.preventiveActions"),
        Deadline = fields.Day("appeal.deadline"),
        Language = fields.Text("appeal.language") ?? "en",
    };

    private sealed class Fields(PostedForm form)
    {
        public Dictionary<string, FieldError[]> Unread { get; } = [];

        public string? Text(string name) => form.Text(name);

        public string[] Lines(string name) => form.Lines(name);

        public DateOnly? Day(string name) => Read<DateOnly>(name, text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null, new("A date, such as \"2026-11-02\".", "Tarikh, seperti \"2026-11-02\"."));

        public int? Number(string name) => Read<int>(name, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null, new("A whole number, such as \"4\".", "Nombor bulat, seperti \"4\"."));

        private T? Read<T>(string name, Func<string, T?> parse, FieldError otherwise)
            where T : struct
        {
            if (Text(name) is not { } text)
                return null;
            var value = parse(text);
            if (value is null)
                Unread[name] = [otherwise];
            return value;
        }
    }
}
