namespace Kumoten.Functions.Platform;

/// <summary>What stands in the head of every answer, whatever it is: JSON, a file, a page, a refusal.</summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="door">Whether this is Development, where there is no HTTPS.</param>
public sealed class AnswerHeaders(RequestDelegate next, DevelopmentDoor door)
{
    private const string Year = "max-age=31536000";

    /// <summary>Answers with the headers.</summary>
    /// <param name="context">The request.</param>
    /// <returns>When it is answered.</returns>
    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: whoever answers with a failure clears what was set before.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            // "immutable" is what is the same for everybody and for ever, such as the stylesheet of a version.
            var kept = headers.CacheControl.ToString();
            if (!kept.Contains("no-store", StringComparison.Ordinal) && !kept.Contains("immutable", StringComparison.Ordinal))
                headers.CacheControl = "no-store";
            if (!door.IsOpen)
                headers.StrictTransportSecurity = Year;
            return Task.CompletedTask;
        });
        return next(context);
    }
}
