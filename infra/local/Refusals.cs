using Kumoten.Local.Http;
using Kumoten.Local.Protocol;

namespace Kumoten.Local;

/// <summary>
/// What the real host refuses or breaks on is refused here as well, at start and with a sentence: what runs here
/// is to run there.
/// </summary>
public static class Refusals
{
    /// <summary>Looks at all functions of the application.</summary>
    /// <returns>The routes of those for HTTP.</returns>
    /// <exception cref="RefusedException">One of them would not run.</exception>
    public static RouteTable Check(IReadOnlyList<WorkerFunction> functions, AppFolder folder)
    {
        foreach (var function in functions)
        {
            if (Reason(function, folder) is { } reason)
                throw new RefusedException($"The function {function.Name} {reason}");
        }

        var table = RouteTable.Of(functions, folder.RoutePrefix);
        for (var later = 1; later < table.Routes.Count; later++)
        {
            var its = table.Routes[later];
            if (table.Routes.Take(later).FirstOrDefault(earlier => earlier.Swallows(its)) is { } taker)
            {
                throw new RefusedException(
                    $"The function {its.Function.Name} ({its.Template.TemplateText}) would never be asked: the real host tries routes in the " +
                    $"alphabetical order of the functions' names, and {taker.Function.Name} ({taker.Template.TemplateText}) comes first and takes " +
                    "the same addresses. Name the wider one so that it sorts after the other.");
            }
        }

        return table;
    }

    private static string? Reason(WorkerFunction function, AppFolder folder) => function.Kind switch
    {
        "httpTrigger" => function.Text("route")?.Trim() is "/"
            ? "has the route \"/\". The worker cannot read it, and on the real host then no HTTP call works. Serve / by a catch-all, {*path}, whose name sorts last."
            : null,
        "queueTrigger" when !folder.HasExtensions =>
            $"reads a queue, but {folder.Path} lacks extensions.json or the hidden folder .azurefunctions. Without them the real host reads no queue; the build writes them, and they belong to the package.",
        "queueTrigger" => function.Text("queueName") is { } name && !name.Contains('%') && name.Length is < 3 or > 63
            ? $"reads the queue \"{name}\". A queue's name has 3 to 63 characters."
            : null,
        "timerTrigger" => null,
        _ => $"asks for {function.Kind}; the local host knows HTTP, queue and timer triggers.",
    };
}
