using System.Net;
using System.Text.RegularExpressions;
using Kumoten.Functions.Platform;
using Kumoten.Tests.Doors.Documents;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Pages;

/// <summary>Pages and their forms, as a browser without scripts uses them.</summary>
internal static class PageCalls
{
    /// <summary>Gets a page.</summary>
    public static async Task<string> PageAsync(this Backend backend, string? role, string path, HttpStatusCode expected = HttpStatusCode.OK, params (string Name, string Value)[] headers)
    {
        using var answer = await backend.SendAsync(role, HttpMethod.Get, path, null, headers);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.True(expected == answer.StatusCode, $"{answer.StatusCode}: {page}");
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.True(page.Length < 120 * 1024, $"{path} has {page.Length} characters.");
        return page;
    }

    /// <summary>Posts a form; every one carries a key of its own, unless it names one.</summary>
    public static async Task<Answer> PostFormAsync(this Backend backend, string? role, string path, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(field => KeyValuePair.Create(field.Name, field.Value));
        using var form = new FormUrlEncodedContent(fields.Any(field => field.Name == FormBody.KeyField) ? all : all.Prepend(KeyValuePair.Create(FormBody.KeyField, Guid.NewGuid().ToString("N"))));
        using var answer = await backend.SendAsync(role, HttpMethod.Post, path, form);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.ToString());
    }

    /// <summary>Posts a form with files.</summary>
    public static async Task<Answer> PostFilesAsync(this Backend backend, string? role, string path, IReadOnlyList<(string Name, byte[] Content)> files, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new StringContent(Guid.NewGuid().ToString("N")), FormBody.KeyField } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (name, content) in files)
            form.Add(new ByteArrayContent(content), "file", name);
        using var answer = await backend.SendAsync(role, HttpMethod.Post, path, form);
        return new Answer(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.Location?.ToString());
    }

    /// <summary>Calls as a browser.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this Backend backend, string? role, HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (role is not null)
            request.Headers.Authorization = new("Bearer", await backend.Client.TokenAsync(role));
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await backend.Client.SendAsync(request);
    }

    /// <summary>Where the forms of a page post to.</summary>
    public static IReadOnlyList<string> FormsOf(string page) => [.. Regex.Matches(page, "<form[^>]* action=\"([^\"]*)\"").Select(form => form.Groups[1].Value)];
}
