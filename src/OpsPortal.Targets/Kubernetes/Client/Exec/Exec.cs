using System.Net.WebSockets;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>
/// Runs programs in containers over WebSocket. Where input is sent only v5 (Kubernetes 1.30) is spoken: v4 has no way to say that
/// the input is over, and a program that waits for its end would wait forever.
/// </summary>
internal sealed class Exec(Transport transport)
{
    public async Task<int> RunAsync(
        string @namespace, string pod, ExecOptions options, IExecStreams streams, CancellationToken cancellation)
    {
        var request = Request(@namespace, pod, options, streams.Input is not null);
        using var response = await OpenAsync(request, streams.Input is not null, cancellation);
        using var socket = await WebSocketHandshake.CompleteAsync(response, request, cancellation) ?? throw NotSwitched();
        byte[] status;
        try
        {
            status = await new ExecSession(socket, streams).RunAsync(cancellation);
        }
        catch (Exception e) when (e is WebSocketException or IOException && !cancellation.IsCancellationRequested)
        {
            throw Broken(e);
        }
        return status.Length > 0 ? ExecResult.ExitCode(status, transport.Connection) : throw Broken(Closed(socket));
    }

    private async Task<HttpResponseMessage> OpenAsync(ApiRequest request, bool input, CancellationToken cancellation)
    {
        try
        {
            return await transport.OpenAsync(request, cancellation);
        }
        catch (KubernetesApiException e) when (input && e is { Status: null, StatusCode: 400 or 403 })
        {
            throw new KubernetesApiException(
                "this API server cannot close a program's standard input over WebSocket (that needs Kubernetes 1.30), so nothing was "
                    + "started; put the input into the command's arguments, or into a file in the container",
                e.StatusCode, e.Reason);
        }
    }

    private static ApiRequest Request(string @namespace, string pod, ExecOptions options, bool input)
    {
        var query = new Query();
        foreach (var word in options.Command)
            query.Add("command", word);
        query.Add("container", options.Container).AddIf(input, "stdin").Add("stdout", "true").Add("stderr", "true");
        var path = RequestPath.Of(new ResourcePath(ApiResource.Pods, @namespace, pod, "exec"));
        return new(HttpMethod.Get, $"{path}{query}")
        {
            Accept = "*/*",
            Repeatable = false,
            WebSocketProtocols = input ? [ExecChannel.V5] : [ExecChannel.V5, ExecChannel.V4],
        };
    }

    private TargetUnreachableException NotSwitched() =>
        new($"the cluster at {transport.Connection} did not open a WebSocket with a protocol that runs programs; check that proxies in "
            + "between let WebSockets through", true);

    private TargetUnreachableException Broken(Exception? error) =>
        new($"the connection to the cluster at {transport.Connection} ended before the program "
            + $"did{(error is null ? "" : $" ({error.Message.TrimEnd('.')})")}; whether it finished is not known, so look before "
            + "repeating it", true, error);

    private static IOException? Closed(WebSocket socket) =>
        socket.CloseStatusDescription is { Length: > 0 } told ? new IOException(told) : null;
}
