using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Kumoten.Functions.Platform;

/// <summary>An expected refusal on its way to the caller as RFC 9457 problem details.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">The stable name of what is wrong; the problem's type ends in it.</param>
/// <param name="title">A sentence that the caller can act on.</param>
public sealed class ProblemException(int status, string code, string title) : Exception(title)
{
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

    /// <summary>404: it is not there, or not the reader's.</summary>
    /// <param name="what">What was looked for.</param>
    /// <returns>The problem.</returns>
    public static ProblemException NotFound(string what) => new(StatusCodes.Status404NotFound, "notFound", $"{what} is not known here.");

    /// <summary>400: the body cannot be read.</summary>
    /// <param name="sentence">What to do.</param>
    /// <returns>The problem.</returns>
    public static ProblemException BadBody(string sentence) => new(StatusCodes.Status400BadRequest, "body.unreadable", sentence);

    /// <summary>400: fields are wrong.</summary>
    /// <param name="errors">An answer per field.</param>
    /// <returns>The problem.</returns>
    public static ProblemException BadFields(IDictionary<string, string[]> errors) =>
        new ProblemException(StatusCodes.Status400BadRequest, "fields.invalid", "Some fields need another look; each says what it takes.").With("errors", errors);

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
                new(StatusCodes.Status413PayloadTooLarge, "body.tooLarge", "The body is larger than anything that this address takes."),
            BadHttpRequestException bad => new(bad.StatusCode, "request.malformed", "The request could not be read."),
            _ => new(StatusCodes.Status500InternalServerError, "unexpected", "Something went wrong on our side and nothing was decided. Try again; the same request is safe to repeat."),
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
        var details = new ProblemDetails { Status = problem.Status, Type = TypeBase + problem.Code, Title = problem.Message };
        foreach (var (name, value) in problem.Extensions)
            details.Extensions[name] = value;
        return details;
    }
}
