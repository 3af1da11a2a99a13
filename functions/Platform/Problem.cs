using Kumoten.Functions.Ground;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Kumoten.Functions.Platform;

/// <summary>An expected refusal on its way to the caller as RFC 9457 problem details.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The stable name of what is wrong; the problem's type ends in it.</param>
/// <param name="sentence">A sentence that the caller can act on.</param>
public sealed class ProblemException(int status, string code, Text sentence) : Exception(sentence.En)
{
    /// <summary>The sentence in both languages; the problem's title is the English one.</summary>
    public Text Sentence { get; } = sentence;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The stable name.</summary>
    public string Code { get; } = code;

    /// <summary>Further members of the problem, such as the id of a case in the way.</summary>
    public Dictionary<string, object?> Extensions { get; } = [];

    /// <summary>Adds a member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value; nothing is added for null.</param>
    /// <returns>The same exception.</returns>
    public ProblemException With(string name, object? value)
    {
        if (value is not null)
            Extensions[name] = value;
        return this;
    }
}

/// <summary>The refusals of the contract.</summary>
public static class Problem
{
    /// <summary>What every problem's type begins with.</summary>
    public const string TypeBase = "urn:kumoten:problem:";

    /// <summary>The member with an answer per field, for programs.</summary>
    public const string Errors = "errors";

    /// <summary>The member with the same answers for people: a label and a sentence per field, in both languages.</summary>
    public const string Fields = "fields";

    /// <summary>The member with the title in both languages.</summary>
    public const string Sentence = "text";

    /// <summary>404: it is not there, or not the reader's.</summary>
    /// <param name="what">What was looked for.</param>
    /// <returns>The problem.</returns>
    public static ProblemException NotFound(Text what) => new(StatusCodes.Status404NotFound, "notFound", new($"{what.En} is not known here.", $"{what.Ms} tidak ditemui di sini."));

    /// <summary>404: no function has the address, or none has it here.</summary>
    /// <returns>The problem.</returns>
    public static ProblemException NoSuchAddress() => NotFound(new("This address", "Alamat ini"));

    /// <summary>400: the body cannot be read.</summary>
    /// <param name="sentence">What to do.</param>
    /// <returns>The problem.</returns>
    public static ProblemException BadBody(Text sentence) => new(StatusCodes.Status400BadRequest, "body.unreadable", sentence);

    /// <summary>400: fields are wrong.</summary>
    /// <param name="errors">An answer per field.</param>
    /// <returns>The problem.</returns>
    public static ProblemException BadFields(IReadOnlyDictionary<string, FieldError[]> errors) =>
        new ProblemException(StatusCodes.Status400BadRequest, "fields.invalid", new("Some fields need another look; each says what it takes.", "Sesetengah ruangan perlu disemak semula; setiap satu menyatakan apa yang diperlukan.")).With(Errors, errors);

    /// <summary>Answers every exception as problem details; an unexpected one without its inner words.</summary>
    /// <param name="context">The request.</param>
    /// <returns>When the answer is written.</returns>
    public static Task HandleAsync(HttpContext context)
    {
        var thrown = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var problem = thrown switch
        {
            ProblemException refusal => refusal,
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
                new(StatusCodes.Status413PayloadTooLarge, "body.tooLarge", new("What was sent is larger than anything that this address takes.", "Apa yang dihantar lebih besar daripada yang diterima oleh alamat ini.")),
            BadHttpRequestException bad => new(bad.StatusCode, "request.malformed", new("The request could not be read.", "Permintaan tidak dapat dibaca.")),
            _ => new(StatusCodes.Status500InternalServerError, "unexpected", new("Something went wrong on our side and nothing was decided. Try again; the same request is safe to repeat.", "Ada masalah di pihak kami dan tiada apa-apa yang diputuskan. Cuba lagi; permintaan yang sama selamat diulang.")),
        };
        return WriteAsync(context, problem);
    }

    /// <summary>Answers with a refusal.</summary>
    /// <param name="context">The request.</param>
    /// <param name="problem">The refusal.</param>
    /// <returns>When the answer is written.</returns>
    public static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        context.Response.StatusCode = problem.Status;
        return Results.Problem(Details(problem)).ExecuteAsync(context);
    }

    private static ProblemDetails Details(ProblemException problem)
    {
        var details = new ProblemDetails { Status = problem.Status, Type = TypeBase + problem.Code, Title = problem.Message, Extensions = { [Sentence] = problem.Sentence } };
        foreach (var (name, value) in problem.Extensions)
            details.Extensions[name] = value;
        if (problem.Extensions.GetValueOrDefault(Errors) is IReadOnlyDictionary<string, FieldError[]> errors)
        {
            details.Extensions[Errors] = errors.ToDictionary(field => field.Key, field => field.Value.Select(error => error.ForPrograms).ToArray());
            details.Extensions[Fields] = errors.SelectMany(field => field.Value.Select(error => new FieldProblem(field.Key, FieldLabels.Of(field.Key), error.Text))).ToArray();
        }

        return details;
    }
}

/// <summary>What is wrong with a field, for people.</summary>
/// <param name="Field">Its path in the contract.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Text">What it takes.</param>
public sealed record FieldProblem(string Field, Text Label, Text Text);
