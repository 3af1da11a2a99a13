using Kumoten.Functions.Ground;

namespace Kumoten.Functions.Platform;

/// <summary>
/// Refuses a query parameter that a function does not read, by name: a misspelt filter would otherwise be no filter, and
/// "statee=refused" would list every case.
/// </summary>
public static class KnownQuery
{
    // The language of a page, which a refusal is, too; and the invitation of a session, which is read with the caller.
    private const string Language = "lang";
    private const string Invitation = "token";

    /// <summary>Lets the request pass, or refuses it.</summary>
    /// <param name="context">The request, with its endpoint.</param>
    /// <param name="next">The rest of the pipeline.</param>
    /// <returns>When it is answered.</returns>
    /// <exception cref="ProblemException">400 with an answer for each name.</exception>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (context.Request.Query.Count == 0 || metadata is null || metadata.GetMetadata<TakesAnyQueryAttribute>() is not null)
            return next(context);
        var known = metadata.GetOrderedMetadata<QueryAttribute>().Select(parameter => parameter.Name).ToList();
        FieldError sentence = known.Count == 0
            ? new("This address takes no parameters.", "Alamat ini tidak menerima sebarang parameter.")
            : new("This address knows no such parameter.", "Parameter ini tidak dikenali oleh alamat ini.", $"This address knows no such parameter. It takes: {string.Join(", ", known)}.");
        if (Browser.Asks(context.Request))
            known.Add(Language);
        if (metadata.GetMetadata<TakesInvitationAttribute>() is not null)
            known.Add(Invitation);
        var unknown = context.Request.Query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).ToDictionary(name => name, _ => new[] { sentence });
        return unknown.Count == 0 ? next(context) : throw Problem.BadFields(unknown);
    }
}
