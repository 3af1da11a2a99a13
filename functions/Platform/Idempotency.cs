using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Kumoten.Functions.Documents;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kumoten.Functions.Platform;

/// <summary>
/// <c>Idempotency-Key</c> on every POST: the same key and body gives the first answer again, the same key and another
/// body is a contradiction (422). Without the header nothing is stored. Should the program crash between deed and
/// answer, the repeat does the deed again, which each deed is made to bear.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="storage">The storage account.</param>
public sealed class Idempotency(RequestDelegate next, Storage storage)
{
    private const string Header = "Idempotency-Key";
    private const string Row = "answer";

    // What says who a caller is; everything else in a token says when and by whom it was made.
    private static readonly string[] Persons = ["role", Caller.SellerClaim, JwtRegisteredClaimNames.Sub, JwtRegisteredClaimNames.Iss];

    private const int MaxKey = 200;

    // A longer answer is no form's or action's; it is given and not kept.
    private const int MaxAnswer = 256 * 1024;

    /// <summary>Answers a repeat from what is kept, or lets the request pass and keeps its answer.</summary>
    /// <param name="context">The request.</param>
    /// <returns>When it is answered.</returns>
    /// <exception cref="ProblemException">422 for the same key with another body; 400 for a key that is too long.</exception>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.Headers[Header].ToString() is not { Length: > 0 } key)
        {
            await next(context);
            return;
        }

        if (key.Length > MaxKey)
            throw new ProblemException(StatusCodes.Status400BadRequest, "idempotency.keyTooLong", $"An {Header} has at most {MaxKey} characters.");
        var cancel = context.RequestAborted;
        var body = await HashBodyAsync(context.Request, cancel);
        // Two callers may choose the same key; each has its own answers.
        var whose = Hash($"{WhoCalls(context)}\n{context.Request.Path}{context.Request.QueryString}\n{key}");
        var kept = await storage.Answers.GetEntityIfExistsAsync<TableEntity>(whose, Row, cancellationToken: cancel);
        if (kept is { HasValue: true, Value: { } row })
        {
            var first = row.Read<KeptAnswer>();
            if (first.BodyHash != body)
                throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "idempotency.otherBody", $"This {Header} was used with another body. Use a new key for a new request.");
            await GiveAsync(context, first);
            return;
        }

        await PassAsync(context, answer => storage.Answers.UpsertEntityAsync(Rows.Of(whose, Row, answer with { BodyHash = body }), TableUpdateMode.Replace, cancel));
    }

    private async Task PassAsync(HttpContext context, Func<KeptAnswer, Task> keep)
    {
        var outside = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        try
        {
            await next(context);
        }
        catch (ProblemException refusal) when (refusal.Status < StatusCodes.Status500InternalServerError)
        {
            // A refusal is an answer, and the repeat hears the same.
            await Problem.WriteAsync(context, refusal);
        }
        finally
        {
            context.Response.Body = outside;
        }

        var response = context.Response;
        // A failure on our side is no answer: the repeat is to try again.
        if (response.StatusCode < StatusCodes.Status500InternalServerError && buffer.Length <= MaxAnswer)
            await keep(new KeptAnswer("", response.StatusCode, response.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), buffer.ToArray()));
        buffer.Position = 0;
        await buffer.CopyToAsync(outside, context.RequestAborted);
    }

    private static async Task GiveAsync(HttpContext context, KeptAnswer first)
    {
        context.Response.StatusCode = first.Status;
        foreach (var (name, value) in first.Headers)
            context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(first.Body, context.RequestAborted);
    }

    // A person's token is renewed every hour and is another text then; the person is the same. A push has no person, and its signature is its body's.
    private static string WhoCalls(HttpContext context)
    {
        var claims = context.User.Claims.Where(claim => Persons.Contains(claim.Type)).Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal).ToList();
        return claims.Count == 0 ? context.Request.Headers.Authorization.ToString() : string.Join('&', claims);
    }

    // Buffered in a file, not in memory: an upload may be large.
    private static async Task<string> HashBodyAsync(HttpRequest request, CancellationToken cancel)
    {
        request.EnableBuffering();
        var hash = PostedForm.IsMultipart(request) ? await HashFormAsync(request, cancel) : await HashAsync(request.Body, cancel);
        request.Body.Position = 0;
        return hash;
    }

    // Whoever sends a form again draws a new boundary for it; it is the same form all the same.
    private static async Task<string> HashFormAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var reader = new MultipartReader(PostedForm.Boundary(request), request.Body);
            var parts = new StringBuilder("form");
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
                parts.Append('\n').Append(Hash(section.ContentDisposition ?? "")).Append(await HashAsync(section.Body, cancel));
            return Hash(parts.ToString());
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            // The function will say what is wrong with it.
            request.Body.Position = 0;
            return await HashAsync(request.Body, cancel);
        }
    }

    private static async Task<string> HashAsync(Stream body, CancellationToken cancel) => Convert.ToHexStringLower(await SHA256.HashDataAsync(body, cancel));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed record KeptAnswer(string BodyHash, int Status, Dictionary<string, string> Headers, byte[] Body);
}
