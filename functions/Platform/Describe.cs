using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Kumoten.Functions.Platform;

/// <summary>Tells the OpenAPI description which body a function reads from its request; another content type is 415.</summary>
/// <typeparam name="T">The body's type.</typeparam>
/// <param name="contentTypes">What it comes as; JSON when none is named.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AcceptsAttribute<T>(params string[] contentTypes) : Attribute, IAcceptsMetadata
{
    /// <inheritdoc/>
    public IReadOnlyList<string> ContentTypes { get; } = contentTypes is [] ? ["application/json"] : contentTypes;

    /// <inheritdoc/>
    public Type? RequestType => typeof(T);

    /// <inheritdoc/>
    public bool IsOptional => false;
}

/// <summary>Tells the OpenAPI description of an answer with a body.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
/// <param name="status">Its status.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProducesAttribute<T>(int status = StatusCodes.Status200OK) : Attribute, IProducesResponseTypeMetadata
{
    /// <inheritdoc/>
    public Type? Type => typeof(T);

    /// <inheritdoc/>
    public int StatusCode { get; } = status;

    /// <inheritdoc/>
    public IEnumerable<string> ContentTypes { get; } = ["application/json"];
}

/// <summary>Tells the OpenAPI description of an answer without a body.</summary>
/// <param name="status">Its status.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProducesStatusAttribute(int status) : Attribute, IProducesResponseTypeMetadata
{
    /// <inheritdoc/>
    public Type? Type => null;

    /// <inheritdoc/>
    public int StatusCode { get; } = status;

    /// <inheritdoc/>
    public IEnumerable<string> ContentTypes { get; } = [];
}

/// <summary>Tells the OpenAPI description of a refusal as problem details.</summary>
/// <param name="status">Its status.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProducesProblemAttribute(int status) : Attribute, IProducesResponseTypeMetadata
{
    /// <inheritdoc/>
    public Type? Type => typeof(ProblemDetails);

    /// <inheritdoc/>
    public int StatusCode { get; } = status;

    /// <inheritdoc/>
    public IEnumerable<string> ContentTypes { get; } = ["application/problem+json"];
}

/// <summary>Tells the OpenAPI description of an answer that is a file or a page.</summary>
/// <param name="contentTypes">What it comes as.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProducesFileAttribute(params string[] contentTypes) : Attribute, IProducesResponseTypeMetadata
{
    /// <inheritdoc/>
    public Type? Type => typeof(Stream);

    /// <inheritdoc/>
    public int StatusCode => StatusCodes.Status200OK;

    /// <inheritdoc/>
    public IEnumerable<string> ContentTypes { get; } = contentTypes;
}

/// <summary>Tells the OpenAPI description that a function takes files: a form with the fields 'file' and 'kind' beside those of its JSON.</summary>
/// <param name="most">How many files at most.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AcceptsFilesAttribute(int most) : Attribute
{
    /// <summary>How many files at most.</summary>
    public int Most { get; } = most;
}

/// <summary>The function takes whatever stands in its query: others append to it what they like.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TakesAnyQueryAttribute : Attribute;

/// <summary>Tells the OpenAPI description of a query parameter; a test holds that these are the ones that the function reads, and another name is refused.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it asks for.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryAttribute(string name, string description) : Attribute
{
    /// <summary>What the parameter 'cursor' of every list asks for.</summary>
    public const string NextPage = "The cursor of the page before, for the page after it";

    /// <summary>What the parameter 'lang' of every page asks for.</summary>
    public const string PageLanguage = "en or ms, kept by a cookie; as chosen before, or the browser's language, when absent";

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it asks for.</summary>
    public string Description { get; } = description;

    /// <summary>The enum whose words it takes; null for any text.</summary>
    public Type? Words { get; init; }

    /// <summary>What its text looks like, "2026-11-01"; null where its name says enough.</summary>
    public string? Example { get; init; }
}
