using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kumoten.Tests.Support;

namespace Kumoten.Tests.Doors.Documents;

/// <summary>Uploads and downloads, as a browser makes them.</summary>
internal static class UploadCalls
{
    /// <summary>Opens a case that takes documents, and says its path.</summary>
    public static async Task<string> OpenCaseAsync(this HttpClient client, string sku = "TS-1")
    {
        var appeal = new
        {
            lazadaShop = "Kedai Aminah",
            productName = "T-shirt",
            sku,
            lazadaSku = sku,
            violation = "counterfeit",
            noticeDate = "2026-11-02",
            penaltyPoints = 4,
            explanation = "Genuine.",
            correctiveActions = new[] { "Invoice attached." },
            language = "en",
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/cases") { Content = JsonContent.Create(new { type = "complianceAppeal", appeal }) };
        var opened = await client.SendAsync("seller:S-100", request);
        return opened.Expect(HttpStatusCode.Created).Location!;
    }

    /// <summary>Uploads a file to a case.</summary>
    public static Task<Answer> UploadAsync(this HttpClient client, string? role, string path, byte[] file, string name = "proof.png", string? kind = "other") =>
        client.UploadAsync(role, path, Form(new ByteArrayContent(file), name, kind));

    /// <summary>Posts a form to a case's documents.</summary>
    public static async Task<Answer> UploadAsync(this HttpClient client, string? role, string path, HttpContent form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path + "/documents") { Content = form };
        return await client.SendAsync(role, request);
    }

    /// <summary>A form with a file; its kind comes behind it, which is the harder order.</summary>
    public static MultipartFormDataContent Form(HttpContent file, string name, string? kind)
    {
        // What the sender says of the type counts for nothing.
        file.Headers.ContentType = new MediaTypeHeaderValue("text/html");
        var form = new MultipartFormDataContent { { file, "file", name } };
        if (kind is not null)
            form.Add(new StringContent(kind), "kind");
        return form;
    }

    /// <summary>A bearer token of a role.</summary>
    public static async Task<string> TokenAsync(this HttpClient client, string role)
    {
        var parts = role.Split(':');
        using var answer = await client.PostAsJsonAsync("/api/dev/token", new { role = parts[0], sellerId = parts.ElementAtOrDefault(1) });
        return (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>())!["token"];
    }

    private static async Task<Answer> SendAsync(this HttpClient client, string? role, HttpRequestMessage request)
    {
        if (role is not null)
            request.Headers.Authorization = new("Bearer", await client.TokenAsync(role));
        using var response = await client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.ToString());
    }
}
