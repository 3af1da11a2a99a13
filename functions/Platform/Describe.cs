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
