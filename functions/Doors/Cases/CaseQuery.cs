using Kumoten.Functions.Desk.Cases;
using Kumoten.Functions.Domain;
using Kumoten.Functions.Domain.Orders;
using Kumoten.Functions.Domain.Parcels;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Cases;

/// <summary>Reads what a list of cases is asked for.</summary>
public static class CaseQuery
{
    private const int MaxQuestion = 100;

    /// <summary>Reads the filter of a request.</summary>
    /// <param name="query">Its query.</param>
    /// <param name="caller">Who asks: a seller sees that seller's cases only.</param>
    /// <param name="now">The application's clock.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="ProblemException">400 with an answer per field.</exception>
    public static CaseFilter Read(IQueryCollection query, Caller caller, DateTimeOffset now)
    {
        var fields = new QueryReader(query);
        var filter = new CaseFilter(
            fields.Word<CaseType>("type"), fields.Word<CaseState>("state"), caller.SellerId ?? fields.Key("sellerId"), fields.Key("orderId"), fields.Word<Actor>("actor"),
            fields.Word<YesOrNo>("overdue") == YesOrNo.True ? now : null)
        {
            TrackingNumber = Written("trackingNumber", TrackingNumbers.Normalize, FieldError.NoTrackingNumber),
            Phone = Written("phone", Phones.Normalize, Phones.NoPhone),
            Marketplaces = [.. PushSources.Marketplaces.Select(marketplace => marketplace.Code)],
            Question = Written("q", q => q.Trim() is { Length: > 0 and <= MaxQuestion } question ? question : null, FieldError.AtMost(MaxQuestion)),
        };
        fields.ThrowIfWrong();
        return filter;

        string? Written(string field, Func<string, string?> read, FieldError error)
        {
            if (fields.Text(field) is not { } text)
                return null;
            if (read(text) is { Length: <= MaxQuestion } value)
                return value;
            fields.Wrong(field, error);
            return null;
        }
    }

    private enum YesOrNo
    {
        True,
        False,
    }
}
