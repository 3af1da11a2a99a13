using System.Text;
using Kumoten.Functions.Doors.Documents;
using Kumoten.Functions.Doors.Marketplaces;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Ground;
using Kumoten.Functions.Platform;

namespace Kumoten.Functions.Doors.Pages;

/// <summary>What a developer does to the world around the application: time goes on, and marketplaces push.</summary>
/// <param name="clock">The application's clock.</param>
/// <param name="agenda">What comes due next.</param>
/// <param name="sweep">What watches the deadlines.</param>
/// <param name="intake">Takes pushes in.</param>
/// <param name="frame">What stands around the page.</param>
/// <param name="storage">The storage account.</param>
/// <param name="configuration">The secrets that pushes are signed with, and Mail__Page where a mail catcher runs.</param>
public sealed class DevPage(AppClock clock, Agenda agenda, Sweep sweep, PushIntake intake, PageFrame frame, Storage storage, IConfiguration configuration)
{
    private const string Path = "/dev";

    // A step's second sending needs no clock that jumps to it: it is there in half a minute.
    private static readonly TimeSpan SoonAnyway = 2 * Agenda.FirstResend;

    /// <summary>What may have been done just now: the words of the query.</summary>
    private static readonly string[] Deeds = ["clock", "watch", "push"];

    /// <summary>Shows the page.</summary>
    /// <param name="request">The query: done.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The page.</returns>
    public Task<IResult> ShowAsync(HttpRequest request, CancellationToken cancel)
    {
        var fields = new QueryReader(request.Query);
        var done = fields.OneOf("done", Deeds);
        fields.ThrowIfWrong();
        return ShowAsync(request, done, null, cancel);
    }

    /// <summary>Moves the clock.</summary>
    /// <param name="request">The form: by an hour, a day, or to what is next.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the page.</returns>
    /// <exception cref="ProblemException">400: by none of these.</exception>
    public async Task<IResult> MoveClockAsync(HttpRequest request, CancellationToken cancel)
    {
        await using var form = await PostedForm.ReadAsync(request, storage.Documents, maxFiles: 0, cancel);
        var now = clock.GetUtcNow();
        var to = form.Text("by") switch
        {
            "hour" => now.AddHours(1),
            "day" => now.AddDays(1),
            "next" => (await NextAsync(cancel))?.At ?? now,
            _ => throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["by"] = [FieldError.OneOf(["hour", "day", "next"])] }),
        };
        if (!MalaysiaTime.IsDate(to))
            throw Problem.BadFields(new Dictionary<string, FieldError[]> { ["by"] = [FieldError.NoDate] });
        await clock.MoveAsync(to, storage, cancel);
        return Done(request, "clock");
    }

    /// <summary>Watches the deadlines now: the host's timers cannot be reached from inside.</summary>
    /// <param name="request">The form.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the page.</returns>
    public async Task<IResult> WatchAsync(HttpRequest request, CancellationToken cancel)
    {
        await sweep.RunAsync(cancel);
        return Done(request, "watch");
    }

    /// <summary>Sends a push, as its source would.</summary>
    /// <param name="request">The form: source and body.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>303 to the page; the page with what is wrong.</returns>
    /// <exception cref="ProblemException">404: no such source.</exception>
    public async Task<IResult> PushAsync(HttpRequest request, CancellationToken cancel)
    {
        await using var form = await PostedForm.ReadAsync(request, storage.Documents, maxFiles: 0, cancel);
        var word = form.Text("source") ?? "";
        var source = PushSources.Find(word) ?? throw Problem.NotFound(new($"The webhook '{word}'", $"Webhook '{word}'"));
        var body = form.Values("body") is [var typed, ..] ? typed : "";
        if (await SendAsync(source, body, cancel) is { } refused)
            return await ShowAsync(request, null, (source, body, refused), cancel);
        return Done(request, "push");
    }

    // What the webhook does: the signature first, then the body, then the queue.
    private async Task<Text?> SendAsync(IPushSource source, string body, CancellationToken cancel)
    {
        try
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            var settings = configuration.GetSection("Webhooks");
            var (header, value) = source.Sign(bytes, settings);
            if (!source.IsSigned(new HeaderDictionary { [header] = value }, bytes, settings))
                throw new InvalidOperationException($"{source.Name} does not know its own signature.");
            await intake.AcceptAsync(new Push(source.Code, clock.GetUtcNow(), PushBody.Text(bytes)), cancel);
            return null;
        }
        catch (MissingSecretException missing)
        {
            return new(missing.Message, missing.Message);
        }
        catch (ProblemException problem) when (problem.Status == StatusCodes.Status400BadRequest)
        {
            return problem.Sentence;
        }
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string? done, (IPushSource Source, string Body, Text Sentence)? refused, CancellationToken cancel)
    {
        var language = Browser.Language(request);
        var now = clock.GetUtcNow();
        var next = await NextAsync(cancel);
        return frame.Show(request, "dev", new()
        {
            ["done"] = done,
            ["clock"] = PageTime.Moment(now, language),
            ["next_at"] = PageTime.Moment(next?.At, language),
            ["next_subject"] = next?.Subject,
            ["sources"] = PushSources.All.Select(source => new Dictionary<string, object?>
            {
                ["code"] = source.Code,
                ["name"] = source.Name,
                ["is_open"] = refused?.Source == source,
                ["body"] = refused?.Source == source ? refused?.Body : source.Sample(now),
                ["error"] = refused?.Source == source ? refused?.Sentence.In(language) : null,
            }).ToList(),
            ["people"] = HomeFunctions.Doors(request),
            ["mail"] = configuration["Mail:Page"],
        }, refused is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest, Path);
    }

    private Task<(string Subject, DateTimeOffset At)?> NextAsync(CancellationToken cancel) => agenda.NextAsync(clock.GetUtcNow() + SoonAnyway, cancel);

    private static IResult Done(HttpRequest request, string deed) => Browser.SeeOther(request, $"{Path}?done={deed}");
}
