using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>The desk's tab of what failed for good: what, why, and the way to send it again.</summary>
/// <param name="failed">The messages.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="storage">The storage account, for reading a form.</param>
public sealed class FailedPage(IFailedMessages failed, PageFrame frame, Storage storage)
{
    private const string Path = "/desk/failed";

    /// <summary>Shows the messages that wait for somebody.</summary>
    /// <param name="request">The query: cursor.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    public async Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel)
    {
        var language = Browser.Language(request);
        var (messages, next) = await failed.ListAsync(Cursor.Read(request.Query["cursor"]), cancel);
        return frame.Show(request, "failed", new()
        {
            ["kinds"] = messages.GroupBy(message => message.Kind).Select(kind => new Dictionary<string, object?>
            {
                ["kind"] = kind.Key,
                ["messages"] = kind.Select(message => new Dictionary<string, object?>
                {
                    ["id"] = message.Id,
                    ["what"] = message.What.In(language),
                    ["why"] = message.Why,
                    ["case_id"] = message.CaseId,
                    ["at"] = PageTime.Moment(message.FailedAt, language),
                }).ToList(),
            }).ToList(),
            ["more"] = next is null ? null : $"{Path}?cursor={Cursor.Write(next)}",
        });
    }

    /// <summary>Sends messages again: the one, or all of a kind that stand on the page.</summary>
    /// <param name="request">The form: their ids.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the page.</returns>
    /// <exception cref="ProblemException">404: no such message.</exception>
    public async Task<IResult> ReplayAsync(HttpRequest request, CancellationToken cancel)
    {
        await using var form = await PostedForm.ReadAsync(request, storage.Documents, maxFiles: 0, cancel);
        foreach (var id in form.Values("id"))
            await failed.ReplayAsync(id, Caller.Of(request).Name, cancel);
        return Browser.SeeOther(request, Path);
    }
}
