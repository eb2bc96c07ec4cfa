using System.Net;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Client;

/// <summary>Requests to a Docker Engine. One for each action; it asks first which version of the API the Engine speaks.</summary>
internal sealed class DockerApi : IDisposable
{
    /// <summary>What this client was written against; an older Engine is spoken to in its own version.</summary>
    private static readonly Version Ours = new(1, 43);

    private readonly DockerAddress address;
    private readonly HttpClient client;
    private string version = "";

    private DockerApi(Uri url)
    {
        address = new(url);
        client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancellation) => address.OpenAsync(cancellation), UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri($"http://{address.Authority}"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <exception cref="TargetUnreachableException">None is set up, or it does not answer.</exception>
    public static async Task<DockerApi> ConnectAsync(DockerSettings? settings, CancellationToken cancellation)
    {
        if (settings is null) throw new TargetUnreachableException("This environment has no Docker. An administrator can say under Environments where it is (docker.url).");
        var api = new DockerApi(settings.Url);
        try
        {
            var spoken = (await api.GetAsync("/version", cancellation)).TextAt("ApiVersion");
            var known = Version.TryParse(spoken, out var theirs) && theirs < Ours ? theirs : Ours;
            api.version = $"/v{known}";
            api.KeepsNamedVolumes = known >= new Version(1, 42);
            return api;
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    /// <summary>Whether a prune of volumes leaves those that have a name (since version 1.42 of the API).</summary>
    public bool KeepsNamedVolumes { get; private set; }

    public async Task<JsonNode?> GetAsync(string path, CancellationToken cancellation) => await SendAsync(HttpMethod.Get, path, null, cancellation);

    /// <summary>The answer's body; null where it has none.</summary>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellation)
    {
        using var answer = await AskAsync(method, path, Json(body), HttpCompletionOption.ResponseContentRead, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return text.Length == 0 ? null : Parse(text);
    }

    /// <summary>The body as it comes; reading it ends when the Engine has said all.</summary>
    public async Task<Stream> OpenAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        var answer = await AskAsync(method, path, body, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return await answer.Content.ReadAsStreamAsync(cancellation);
    }

    /// <summary>What lies at a path of a container; null where nothing does.</summary>
    public async Task<JsonNode?> StatAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var answer = await AskAsync(HttpMethod.Head, path, null, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.Headers.TryGetValues("X-Docker-Container-Path-Stat", out var told) ? Parse(Encoding.UTF8.GetString(Convert.FromBase64String(told.First()))) : null;
        }
        catch (DockerApiException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Starts a program that was made ready, with both directions of its streams.</summary>
    public Task<HijackedStream> HijackAsync(string path, JsonNode body, CancellationToken cancellation) =>
        HijackedStream.OpenAsync(address, version + path, body.ToJsonString(), cancellation);

    public static HttpContent? Json(JsonNode? body) => body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");

    public void Dispose() => client.Dispose();

    /// <summary>What the Engine said in a refusal.</summary>
    internal static string Reason(string body, int status) => Parse(body).TextAt("message") ?? (body.Length is > 0 and < 400 ? body.Trim() : $"HTTP {status}");

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, HttpContent? body, HttpCompletionOption until, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(method, version + path) { Content = body };
        HttpResponseMessage answer;
        try
        {
            answer = await client.SendAsync(request, until, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AuthenticationException)
        {
            var never = e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
            throw new TargetUnreachableException(
                $"Docker at {address.Url} cannot be reached: {Innermost(e)}. Check the address under Environments, and that the Engine runs and may be asked from here.",
                requestMayHaveArrived: method != HttpMethod.Get && !never, e);
        }
        if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified) return answer;
        using (answer)
            throw new DockerApiException(Reason(await answer.Content.ReadAsStringAsync(cancellation), (int)answer.StatusCode), (int)answer.StatusCode);
    }

    private static string Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error.Message.TrimEnd('.');

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            // plain text, such as the OK of a ping
            return null;
        }
    }
}
