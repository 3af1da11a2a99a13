using Kumoten.Functions.Domain.Cases;
using Kumoten.Functions.Dossiers;
using Microsoft.Azure.Functions.Worker;

namespace Kumoten.Functions.Hands.Letters;

/// <summary>Writes appeal letters.</summary>
/// <param name="runner">Carries out steps.</param>
/// <param name="letters">The letters.</param>
/// <param name="enclosures">The evidence that goes with them.</param>
/// <param name="clock">The application's clock.</param>
public sealed class LetterFunctions(CaseRunner runner, LetterStore letters, Enclosures enclosures, TimeProvider clock)
{
    /// <summary>Writes the next version of a case's letter (guide: "We will generate an appeal letter").</summary>
    /// <param name="message">The step.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>When the letter is stored and the case knows.</returns>
    [Function("WriteLetter")]
    public Task WriteLetter([QueueTrigger(Queues.Letters)] StepMessage message, CancellationToken cancel) =>
        runner.CarryOutAsync(message, (_, c, dossier) => WriteAsync(c, dossier, cancel), cancel);

    private async Task<CaseEvent?> WriteAsync(Case c, Dossier dossier, CancellationToken cancel)
    {
        // A letter that says "we enclose" must enclose it: what cannot be appended is not listed, and the seller is told.
        var (annexes, notEnclosed) = await enclosures.ReadAsync(c, cancel);
        var letter = LetterContent.NextOf(c, [.. annexes.Select(annex => annex.Evidence)]);
        await letters.WriteAsync(letter, annexes, LetterContent.AuthorOf(c, dossier), cancel);
        return new LetterWritten(c.Letters.Count + 1, letter.Template, clock.GetUtcNow(), notEnclosed.Count == 0 ? null : notEnclosed);
    }
}
