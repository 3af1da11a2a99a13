using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Kumoten.Functions.Platform;

/// <summary>
/// <c>Idempotency-Key</c> on every POST from outside: the same key and body gives the first answer again, the same key and
/// another body is a contradiction (422). Without the header nothing is stored. The first request takes the key before
/// it does its deed, and a second one at the same moment waits for the first's answer. An answer is kept for
/// <see cref="Memory"/>. Should the program crash between deed
/// and answer, the repeat does the deed again after that wait, which each deed is made to bear.
/// A page's form carries its key in a hidden field that stands first in it (<see cref="FormBody.KeyField"/>). Whoever goes back and sends it
/// with other words means another request; and a form that was refused is judged anew, since a browser cannot draw a new key by itself.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="storage">The storage account.</param>
public sealed class Idempotency(RequestDelegate next, Storage storage)
{
    /// <summary>How long an answer is kept: longer than anybody repeats a request, since marketplaces push again for days.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(30);

    private const string Header = "Idempotency-Key";
    private const string Row = "answer";
    private const int MaxKey = 200;

    // A longer answer, compressed, is no form's or action's; it is given and not kept.
    private const int MaxAnswer = 256 * 1024;

    // What says who a caller is; everything else in a token says when and by whom it was made.
    private static readonly string[] Persons = ["role", Caller.SellerClaim, JwtRegisteredClaimNames.Sub, JwtRegisteredClaimNames.Iss];

    // How long a request waits for the answer to its twin before it takes that one for crashed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Answers a repeat from what is kept, or lets the request pass and keeps its answer.</summary>
    /// <param name="context">The request.</param>
    /// <returns>When it is answered.</returns>
    /// <exception cref="ProblemException">422 for the same key with another body; 400 for a key that is too long.</exception>
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var cancel = context.RequestAborted;
        if (!HttpMethods.IsPost(request.Method) || await KeyOfAsync(request, cancel) is not var (key, isForms))
        {
            await next(context);
            return;
        }

        if (key.Length > MaxKey)
            throw new ProblemException(StatusCodes.Status400BadRequest, "idempotency.keyTooLong", new($"An {Header} has at most {MaxKey} characters.", $"{Header} mempunyai paling banyak {MaxKey} aksara."));
        var hash = await HashBodyAsync(request, cancel);
        // Two callers may choose the same key; each has its own answers.
        var whose = Hash($"{WhoCalls(context)}\n{request.Path}{request.QueryString}\n{key}{(isForms ? "\n" + hash : "")}");
        var (mine, first) = await TakeAsync(whose, hash, cancel);
        if (first is not null)
            await GiveAsync(context, first);
        else
            await PassAsync(context, whose, mine, hash, isForms ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError);
    }

    // The header's key, or that of a page's form.
    private static async Task<(string Key, bool IsForms)?> KeyOfAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.Headers[Header].ToString() is { Length: > 0 } key)
            return (key, false);
        // Only a browser's: the body is buffered to be looked at, and what a program uploads needs no detour.
        return FormBody.IsOne(request) && Browser.Asks(request) && await FormBody.ReadKeyAsync(request, MaxKey, cancel) is { Length: > 0 } ofForm ? (ofForm, true) : null;
    }

    // A person's token is renewed every hour and is another text then; the person is the same.
    private static string WhoCalls(HttpContext context)
    {
        var claims = context.User.Claims.Where(claim => Persons.Contains(claim.Type)).Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal).ToList();
        return claims.Count == 0 ? context.Request.Headers.Authorization.ToString() : string.Join('&', claims);
    }

    // The key is taken before the deed; whoever comes second waits for the answer, and takes over when none comes.
    private async Task<(ETag Mine, KeptAnswer? First)> TakeAsync(string whose, string hash, CancellationToken cancel)
    {
        var taken = new KeptAnswer(hash);
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return ((await storage.Answers.AddEntityAsync(Rows.Of(whose, Row, taken), cancel)).Headers.ETag!.Value, null);
            }
            catch (RequestFailedException there) when (there.Status == StatusCodes.Status409Conflict)
            {
                // A twin was here before.
            }

            var kept = await storage.Answers.GetEntityIfExistsAsync<TableEntity>(whose, Row, cancellationToken: cancel);
            if (kept is { HasValue: true, Value: { } row })
            {
                var first = row.Read<KeptAnswer>();
                if (first.BodyHash != hash)
                    throw new ProblemException(StatusCodes.Status422UnprocessableEntity, "idempotency.otherBody", new($"This {Header} was used with another body. Use a new key for a new request.", $"{Header} ini telah digunakan dengan kandungan lain. Gunakan kunci baharu untuk permintaan baharu."));
                if (first.Status is not null)
                    return (default, first);
                if (waited >= Patience && await TryWriteAsync(whose, taken, row.ETag, cancel) is { } mine)
                    return (mine, null);
            }

            await Task.Delay(Pause, cancel);
        }
    }

    private async Task<ETag?> TryWriteAsync(string whose, KeptAnswer answer, ETag over, CancellationToken cancel)
    {
        try
        {
            return (await storage.Answers.UpdateEntityAsync(Rows.Of(whose, Row, answer), over, TableUpdateMode.Replace, cancel)).Headers.ETag;
        }
        catch (RequestFailedException rival) when (rival.Status == StatusCodes.Status412PreconditionFailed)
        {
            return null;
        }
    }

    // Answers below a status are kept.
    private async Task PassAsync(HttpContext context, string whose, ETag mine, string hash, int below)
    {
        var outside = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        var isAnswered = false;
        try
        {
            try
            {
                await next(context);
            }
            catch (ProblemException refusal) when (refusal.Status < StatusCodes.Status500InternalServerError)
            {
                // A refusal is an answer, and the repeat hears the same.
                await Problem.WriteAsync(context, refusal);
            }

            // A failure on our side is no answer: the repeat is to try again.
            var response = context.Response;
            var packed = Pack(buffer);
            if (response.StatusCode < below && packed.Length <= MaxAnswer)
            {
                // The caller may have hung up; the answer is kept for the next call all the same. A rival that took over keeps its own.
                await TryWriteAsync(whose, new KeptAnswer(hash, response.StatusCode, response.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), packed), mine, CancellationToken.None);
                isAnswered = true;
            }
        }
        finally
        {
            context.Response.Body = outside;
            if (!isAnswered)
                await storage.Answers.DeleteEntityAsync(whose, Row, mine, CancellationToken.None);
        }

        if (buffer.Length > 0)
        {
            buffer.Position = 0;
            await buffer.CopyToAsync(outside, context.RequestAborted);
        }
    }

    private static async Task GiveAsync(HttpContext context, KeptAnswer first)
    {
        context.Response.StatusCode = first.Status!.Value;
        foreach (var (name, value) in first.Headers!)
            context.Response.Headers[name] = value;
        await using var unpacked = new GZipStream(new MemoryStream(first.Packed!), CompressionMode.Decompress);
        await unpacked.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    // As bytes: an answer need not be text.
    private static byte[] Pack(MemoryStream answer)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
            zip.Write(answer.GetBuffer().AsSpan(0, (int)answer.Length));
        return packed.ToArray();
    }

    // Buffered in a file, not in memory: an upload may be large. Only callers who are known get here with more than a form's text.
    private static async Task<string> HashBodyAsync(HttpRequest request, CancellationToken cancel)
    {
        request.EnableBuffering();
        var hash = FormBody.IsMultipart(request) ? await HashFormAsync(request, cancel) : await HashAsync(request.Body, cancel);
        request.Body.Position = 0;
        return hash;
    }

    // Whoever sends a form again draws a new boundary for it; it is the same form all the same.
    private static async Task<string> HashFormAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var reader = new MultipartReader(FormBody.Boundary(request), request.Body);
            var parts = new StringBuilder("form");
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
                parts.Append('\n').Append(Hash(section.ContentDisposition ?? "")).Append(await HashAsync(section.Body, cancel));
            return Hash(parts.ToString());
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            // The function will say what is wrong with it.
            request.Body.Position = 0;
            return await HashAsync(request.Body, cancel);
        }
    }

    private static async Task<string> HashAsync(Stream body, CancellationToken cancel) => Convert.ToHexStringLower(await SHA256.HashDataAsync(body, cancel));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Without a status the key is taken and the answer is still to come.
    private sealed record KeptAnswer(string BodyHash, int? Status = null, Dictionary<string, string>? Headers = null, byte[]? Packed = null);
}
