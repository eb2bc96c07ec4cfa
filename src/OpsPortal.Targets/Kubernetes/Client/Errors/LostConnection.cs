using System.Net.Sockets;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Why there is no answer.</summary>
/// <param name="Sentence">What is wrong and what to do, without the server's name.</param>
/// <param name="NeverSent">The request cannot have reached the server.</param>
/// <param name="Lasting">Trying again at once is of no use.</param>
internal sealed record LostConnection(string Sentence, bool NeverSent = false, bool Lasting = false)
{
    /// <summary>Null for what is no lost connection: the caller's own cancellation, and bugs.</summary>
    public static LostConnection? Of(Exception error, ClusterConnection connection, CancellationToken cancellation) => error switch
    {
        _ when cancellation.IsCancellationRequested => null,
        OperationCanceledException { InnerException: TimeoutException } =>
            new($"does not answer (no connection within 10 s); check the address{ProxyNote(connection)}, and firewalls in between", NeverSent: true),
        OperationCanceledException => new("did not answer in time; it may be overloaded, so try again in a moment", Lasting: true),
        NotKubernetesException other =>
            new($"answered, but not as a Kubernetes API server: {other.Message}; check the server's address and what lies in between", Lasting: !other.MayPass),
        HttpRequestException http => Of(http, connection),
        IOException => new("broke the connection off in the middle of its answer; try again in a moment"),
        _ => null,
    };

    /// <param name="request">What was to be done; a change may have been made although no answer came.</param>
    public TargetUnreachableException ToException(ApiRequest request, ClusterConnection connection, Exception? inner)
    {
        var arrived = !NeverSent && !request.Repeatable;
        return new($"the cluster at {connection} {Sentence}{(arrived ? "; whether the change was made is not known, so look before repeating it" : "")}", arrived, inner);
    }

    private static LostConnection Of(HttpRequestException error, ClusterConnection connection)
    {
        var host = connection.Proxy?.Host ?? connection.Server.Host;
        return error.HttpRequestError switch
        {
            _ when Refused(error) is { } refused => new($"cannot be trusted: {refused}", NeverSent: true, Lasting: true),
            HttpRequestError.NameResolutionError => new($"cannot be found: the name {host} is not known to DNS; check the address in "
                + "the kubeconfig", NeverSent: true),
            HttpRequestError.ConnectionError => new($"cannot be reached: {Network(error, connection)}", NeverSent: true),
            HttpRequestError.SecureConnectionError => new($"does not agree on an encrypted connection: {Innermost(error)}; check that "
                + "the address is an API server's and that it speaks https", NeverSent: true, Lasting: true),
            HttpRequestError.ProxyTunnelError => new($"cannot be reached through the proxy {connection.Proxy?.Host}: "
                + $"{error.Message.TrimEnd('.')}; check proxy-url and the proxy's rules", NeverSent: true, Lasting: true),
            HttpRequestError.InvalidResponse => new($"answered, but not in HTTP ({error.Message.TrimEnd('.')}); check the address, and "
                + "whether it wants https", Lasting: true),
            _ => new($"broke the connection off before it answered ({Innermost(error)}); try again in a moment"),
        };
    }

    private static string? Refused(Exception? error) => error switch
    {
        null => null,
        CertificateRefusedException refused => refused.Message,
        _ => Refused(error.InnerException),
    };

    private static string Network(HttpRequestException error, ClusterConnection connection) =>
        (error.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"nothing listens there (connection refused); check the address and "
                + $"port{ProxyNote(connection)}, and that the server runs",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"there is no route to it; check the network or the "
                + $"VPN{ProxyNote(connection)}",
            _ => $"{Innermost(error)}; check the address{ProxyNote(connection)} and the network",
        };

    private static string ProxyNote(ClusterConnection connection) =>
        connection.Proxy is { } proxy ? $", the proxy {proxy.Host}:{proxy.Port}" : "";

    private static string Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error.Message.TrimEnd('.');
}
