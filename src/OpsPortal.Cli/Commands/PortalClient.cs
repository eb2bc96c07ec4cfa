using System.Net.Http.Headers;
using System.Text.Json;

namespace OpsPortal.Cli.Commands;

/// <summary>A running portal's API, with what it refuses as a sentence.</summary>
internal sealed class PortalClient : IDisposable
{
    private readonly HttpClient http;

    public PortalClient(AuditArguments arguments) : this(
        arguments.Portal ?? throw new UsageException("Say which portal: --portal https://portal.example.com, or OPSPORTAL_URL."),
        arguments.Token is { Length: > 0 } token ? token : throw new UsageException("Give an administrator's API token: --token, or better OPSPORTAL_TOKEN, which no other user of this machine can read."))
    {
    }

    public PortalClient(Uri portal, string token)
    {
        http = new() { BaseAddress = portal };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("opsportal");
    }

    /// <param name="portal">As somebody typed it.</param>
    public static Uri Address(string? portal) => portal is null ? throw new UsageException("Say which portal: --portal https://portal.example.com, or OPSPORTAL_URL.")
        : Uri.TryCreate(portal.TrimEnd('/') + "/", UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? parsed
        : throw new UsageException($"\"{portal}\" is no address of a portal; it looks like https://portal.example.com.");

    public async Task<JsonDocument> GetJsonAsync(string path)
    {
        using var answer = await SendAsync(path);
        return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
    }

    public async Task<string> GetTextAsync(string path)
    {
        using var answer = await SendAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<JsonDocument> PostJsonAsync(string path, string json)
    {
        using StringContent body = new(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await SendAsync(path, body);
        return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
    }

    /// <summary>Writes what comes; a file that is there already is replaced once all of it is here.</summary>
    public async Task<long> DownloadAsync(string path, string file)
    {
        using var answer = await SendAsync(path);
        try
        {
            var part = file + ".part";
            long length;
            await using (var to = File.Create(part))
            {
                await answer.Content.CopyToAsync(to);
                length = to.Length;
            }
            File.Move(part, file, overwrite: true);
            return length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException($"{file} could not be written: {e.Message}");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(string path, HttpContent? body = null)
    {
        HttpResponseMessage answer;
        try
        {
            answer = body is null ? await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead) : await http.PostAsync(path, body);
        }
        catch (HttpRequestException e)
        {
            throw new UnusableFileException($"{http.BaseAddress} does not answer: {e.Message}");
        }
        if (answer.IsSuccessStatusCode) return answer;
        using (answer) throw new UnusableFileException($"{http.BaseAddress} refused: {Detail(await answer.Content.ReadAsStringAsync()) ?? $"status {(int)answer.StatusCode}"}");
    }

    private static string? Detail(string body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
