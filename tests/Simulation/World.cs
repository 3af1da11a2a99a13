using System.Collections.Concurrent;
using System.Net;
using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Domain.Couriers;
using Kumoten.Functions.Dossiers;
using Kumoten.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kumoten.Tests.Simulation;

/// <summary>What all lives share: the application, its clock, the outside, and what was seen of it all.</summary>
public sealed class World
{
    private readonly ConcurrentDictionary<string, Life> senders = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<DateTimeOffset>> heard = new();
    private readonly CaseStore store;

    public World(Settings settings, Backend backend, CountingTransport transport, PostOffice mail)
    {
        (Settings, Backend, Transport, Mail) = (settings, backend, transport, mail);
        Outside = new Outside(backend.Services.GetRequiredService<IConfiguration>());
        Host = new PlayedHost(this);
        Checks = new Checks(this);
        store = backend.Services.GetRequiredService<CaseStore>();
        Now = settings.Start;
    }

    public Settings Settings { get; }

    public Backend Backend { get; }

    public CountingTransport Transport { get; }

    public PostOffice Mail { get; }

    public Outside Outside { get; }

    public PlayedHost Host { get; }

    public Checks Checks { get; }

    public Coverage Coverage { get; } = new();

    public IReadOnlyList<Life> Lives { get; set; } = [];

    /// <summary>The simulated hour: everything within it has this time.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>How often which rule refused something that people tried.</summary>
    public ConcurrentDictionary<string, int> Refusals { get; } = new();

    /// <summary>Moves all clocks on by an hour.</summary>
    public void NextHour()
    {
        Now = Now.AddHours(1);
        Backend.Time.Advance(Now - Backend.Time.GetUtcNow());
        Mail.IsAway = Settings.MailOutages.Any(span => span.Covers(Settings.Start, Now));
    }

    /// <summary>Reads a dossier for the planner and the coverage: no operation of the application.</summary>
    public Task<Dossier> LoadAsync(string subject) => CountingTransport.UncountedAsync(async () => (await store.LoadAsync(subject, default)).Dossier);

    /// <summary>When a courier's feed speaks again; null while it speaks.</summary>
    public DateTimeOffset? SilenceEnds(Courier courier) => Settings.Silences.Where(s => s.Courier == courier.Code && s.Span.Covers(Settings.Start, Now)).Select(s => (DateTimeOffset?)s.Span.End(Settings.Start)).Max();

    /// <summary>When agents who are on leave at a moment are back; null when they are there.</summary>
    public DateTimeOffset? LeaveEnds(DateTimeOffset moment) => Settings.Leaves.Where(s => s.Covers(Settings.Start, moment)).Select(s => (DateTimeOffset?)s.End(Settings.Start)).Max();

    /// <summary>Numbers that a courier used again, and for which life.</summary>
    public ConcurrentDictionary<string, int> UsedAgain { get; } = new();

    public void CountRefusal(string type) => Refusals.AddOrUpdate(type, 1, (_, n) => n + 1);

    /// <summary>Notes whose push a body is, so that its message can be told from others'.</summary>
    public void Sent(SignedPush push, Life life) => senders[push.Body] = life;

    public Life? SenderOf(string body) => senders.GetValueOrDefault(body);

    public void Heard(string courier) => heard.GetOrAdd(courier, _ => []).Add(Now);

    /// <summary>When a courier's feed had last spoken at a moment; null when it never had.</summary>
    public DateTimeOffset? LastHeard(string courier, DateTimeOffset before) =>
        heard.TryGetValue(courier, out var times) ? times.Where(t => t <= before).Select(t => (DateTimeOffset?)t).Max() : null;
}

/// <summary>A span of the quarter, by its first day and its length.</summary>
public sealed record Span(double Day, double Hours)
{
    public DateTimeOffset End(DateTimeOffset start) => start.AddDays(Day).AddHours(Hours);

    public bool Covers(DateTimeOffset start, DateTimeOffset now) => now >= start.AddDays(Day) && now < End(start);
}

/// <summary>Answers as a simulation expects them.</summary>
internal static class Answers
{
    public static Answer ExpectOneOf(this Answer answer, params HttpStatusCode[] statuses) =>
        statuses.Contains(answer.Status) ? answer : throw new InvalidOperationException($"answered {(int)answer.Status}: {answer.Body}");
}
