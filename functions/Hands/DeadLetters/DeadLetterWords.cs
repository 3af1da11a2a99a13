using System.Net.Sockets;
using System.Text.Json;
using Azure;
using Kumoten.Functions.Domain.Words;
using Kumoten.Functions.Dossiers;
using Kumoten.Functions.Hands.Mails;
using Kumoten.Functions.Platform;
using MailKit.Security;

namespace Kumoten.Functions.Hands.DeadLetters;

/// <summary>What could not be done, and why, in words that an agent can use.</summary>
public static class DeadLetterWords
{
    /// <summary>Why, when the program could not say it any more.</summary>
    public const string NoWord = "No reason came back: the program ended, or took too long, while it worked on this.";

    private const int Longest = 300;

    /// <summary>What a dead letter was to do.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="pushers">Who pushes.</param>
    /// <returns>The sentence.</returns>
    public static Text What(DeadLetter letter, IReadOnlyList<Pusher> pushers)
    {
        if (letter.Step() is { } step)
            return StepWords.Undone(letter.Kind()!.Value, step.CaseId);
        if (letter.Source() is { } source)
        {
            var name = pushers.FirstOrDefault(pusher => pusher.Code == source)?.Name ?? source;
            return new($"A push from {name} could not be taken in.", $"Makluman daripada {name} tidak dapat diterima.");
        }

        if (letter.Queue == Queues.Figures)
            return new("Some cases could not be counted for the figures.", "Beberapa kes tidak dapat dikira untuk statistik.");
        if (letter.Queue == Queues.Looks)
            return new("Some cases could not be looked at for their deadlines; they are looked at again by themselves.", "Beberapa kes tidak dapat disemak tarikh akhirnya; kes itu akan disemak semula secara automatik.");
        return new($"A message in the queue {letter.Queue} cannot be read.", $"Mesej dalam baris gilir {letter.Queue} tidak dapat dibaca.");
    }

    /// <summary>Whether storage was at fault: it did not answer, or was not well.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <returns>Whether it was.</returns>
    public static bool IsStorages(Exception failure) => failure switch
    {
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } => true,
        AggregateException several => several.InnerExceptions.All(IsStorages),
        _ => false,
    };

    /// <summary>Why something failed: one sentence, without a program's inner words where it can be helped.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <returns>The sentence.</returns>
    public static string Why(Exception failure) => failure switch
    {
        RequestFailedException { Status: 0 } or AggregateException { InnerException: RequestFailedException } => "The storage did not answer.",
        RequestFailedException storage => $"The storage answered {storage.Status}{(storage.ErrorCode is { } code ? $" ({code})" : "")}.",
        MailKit.CommandException or MailKit.ProtocolException or AuthenticationException or SslHandshakeException => $"The mail server did not take the mail: {FirstLine(failure)}",
        SocketException or IOException => $"A server could not be reached: {FirstLine(failure)}",
        OperationCanceledException or TimeoutException => "It took too long and was given up.",
        JsonException => $"It cannot be read: {FirstLine(failure)}",
        // These are thrown with a sentence that says what is missing.
        MailTroubleException or InvalidOperationException or ProblemException => FirstLine(failure),
        _ => $"The program met something that it does not know ({failure.GetType().Name}): {FirstLine(failure)}",
    };

    private static string FirstLine(Exception failure)
    {
        var line = failure.Message.Trim().Split('\n')[0].TrimEnd();
        return line.Length <= Longest ? line : line[..Longest] + "...";
    }
}
