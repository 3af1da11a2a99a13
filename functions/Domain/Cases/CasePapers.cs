namespace Kumoten.Functions.Domain.Cases;

/// <summary>An appeal letter in blob storage.</summary>
/// <param name="Version">1 for the first, one more for each correction.</param>
/// <param name="Template">The template's name.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="DeclinedAt">When Lazada declined it, so that the next letter can refer to it; null while it did not.</param>
public sealed record Letter(int Version, string Template, DateTimeOffset WrittenAt, DateTimeOffset? DeclinedAt = null);

/// <summary>A file that was uploaded to a case and stands in blob storage.</summary>
/// <param name="Id">Unguessable; also the blob's name.</param>
/// <param name="Name">The name the uploader gave it.</param>
/// <param name="Kind">What it proves, such as "cancellationProof".</param>
/// <param name="Size">Bytes.</param>
/// <param name="ContentType">By its content, not by its name.</param>
/// <param name="UploadedAt">When.</param>
/// <param name="Hash">SHA-256 of its content: the same file again is the same document.</param>
/// <param name="By">Who uploaded it; null in rows of earlier versions.</param>
public sealed record Document(string Id, string Name, string Kind, long Size, string ContentType, DateTimeOffset UploadedAt, string? Hash = null, Actor? By = null);
