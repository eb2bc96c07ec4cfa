using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Sends requests with credentials, sends them again where that is safe, and turns what goes wrong into typed errors.</summary>
internal sealed class Transport(ClusterConnection connection, ConnectionPool pool, CredentialSource credentials, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public ClusterConnection Connection => connection;
    public TimeProvider Time => time;

    /// <summary>The same connections and credentials, with another one's rights.</summary>
    public Transport As(Impersonation who) => new(connection with { Impersonate = who }, pool, credentials, time);

    /// <summary>A request whose answer is one JSON document; 30 s at most.</summary>
    public Task<JsonObject> JsonAsync(ApiRequest request, CancellationToken cancellation) =>
        SendAsync(request, ReadJsonAsync, Patience, cancellation);

    /// <summary>A request whose answer is any text; 30 s at most.</summary>
    public Task<string> TextAsync(ApiRequest request, CancellationToken cancellation) =>
        SendAsync(request, static (response, cancel) => response.Content.ReadAsStringAsync(cancel), Patience, cancellation);

    /// <summary>A request whose answer is read while it comes; without a time limit.</summary>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellation) =>
        SendAsync(request, static (response, _) => Task.FromResult(response), Timeout.InfiniteTimeSpan, cancellation);

    private async Task<T> SendAsync<T>(
        ApiRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, TimeSpan patience, CancellationToken cancellation)
    {
        var renewed = false;
        for (var attempt = 1; ; attempt++)
        {
            var issued = await credentials.GetAsync(cancellation);
            TimeSpan pause;
            try
            {
                return await AttemptAsync(request, issued, read, patience, cancellation);
            }
            catch (KubernetesApiException refusal) when (refusal.StatusCode == 401 && !renewed)
            {
                renewed = true;
                if (!await credentials.RenewAsync(issued, cancellation))
                    throw;
                pause = TimeSpan.Zero;
            }
            catch (KubernetesApiException refusal) when (Retries.After(refusal, request, attempt) is { } wait)
            {
                pause = wait;
            }
            catch (Exception error) when (LostConnection.Of(error, connection, cancellation) is { } lost)
            {
                pause = Retries.After(lost, request, attempt) ?? throw lost.ToException(request, connection, error);
            }
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, time, cancellation);
        }
    }

    private async Task<T> AttemptAsync<T>(
        ApiRequest request, IssuedCredential issued, Func<HttpResponseMessage, CancellationToken, Task<T>> read, TimeSpan patience, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        using var message = Message(request, issued);
        var response = await pool.For(issued.Certificate).SendAsync(message, either.Token);
        var handedOver = false;
        try
        {
            if (!Accepted(request, response))
                throw await RefusalAsync(response, either.Token);
            var result = await read(response, either.Token);
            handedOver = ReferenceEquals(result, response);
            return result;
        }
        finally
        {
            if (!handedOver)
                response.Dispose();
        }
    }

    private static bool Accepted(ApiRequest request, HttpResponseMessage response) =>
        request.Upgrade ? response.StatusCode == HttpStatusCode.SwitchingProtocols : response.IsSuccessStatusCode;

    private async Task<Exception> RefusalAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var retryAfter = response.Headers.RetryAfter;
        var wait = retryAfter?.Delta ?? (retryAfter?.Date is { } date ? date - time.GetUtcNow() : null);
        var body = await ErrorBody.ReadAsync(response, cancellation);
        return response.IsSuccessStatusCode
            ? new NotKubernetesException(response.StatusCode, MediaType(response), Encoding.UTF8.GetString(body))
            : ApiErrors.Of(response.StatusCode, MediaType(response), body, wait, connection);
    }

    private static async Task<JsonObject> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellation);
        try
        {
            if (JsonNode.Parse(body) is JsonObject json)
                return json;
        }
        catch (JsonException)
        {
            // told below, with what came instead
        }
        throw new NotKubernetesException(response.StatusCode, MediaType(response), Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 2000))));
    }

    private static string? MediaType(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType;

    private HttpRequestMessage Message(ApiRequest request, IssuedCredential issued)
    {
        var message = new HttpRequestMessage(request.Method, $"{connection.Server.GetLeftPart(UriPartial.Path).TrimEnd('/')}{request.Path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        // The handler takes the name for TLS from here; it knows no other way.
        message.Headers.Host = connection.TlsServerName;
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("opsportal", null));
        message.Headers.Authorization = issued.Authorization;
        if (connection.Impersonate is { } who)
            foreach (var (name, value) in who.Headers())
                message.Headers.TryAddWithoutValidation(name, value);
        // The HTTP handler repeats a request by itself when a kept connection turns out to be closed, unless it has a body. So every change has one.
        if (request.Body is { } body)
            message.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(request.ContentType ?? "application/json"));
        else if (!request.Repeatable)
            message.Content = new ByteArrayContent([]);
        if (request.Upgrade)
            WebSocketHandshake.Prepare(message, request.WebSocketProtocols);
        return message;
    }
}
