using System.Net.Sockets;
using System.Security.Authentication;

namespace OpsPortal.Targets.Http;

/// <summary>From what the runtime throws to what curl would say.</summary>
internal static class FailureReading
{
    /// <summary>Returns a failure, or throws what stands above all failures: a refusal by the environment.</summary>
    public static WebFailure Of(Exception wrong, Uri uri, HopClient client)
    {
        for (Exception? inner = wrong; inner is not null; inner = inner.InnerException)
            switch (inner)
            {
                case WebFailure known: return known;
                case ReachRefusedException refused: throw new ReachRefusedException(refused.Message);
            }
        if (client.Distrust is { } distrust)
            return new(WebFailure.Untrusted, distrust, $"The certificate of {uri.Authority} is not trusted. Have it mended, or let an administrator add its authority to the environment.", wrong);
        if (wrong is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } || Find<AuthenticationException>(wrong) is not null)
            return new(WebFailure.TlsFailed, $"TLS connect error: {Innermost(wrong)}", $"{uri.Authority} does not agree on an encrypted connection. Check that the address speaks https.", wrong);
        if (Find<SocketException>(wrong) is { SocketErrorCode: SocketError.ConnectionReset }) return new(WebFailure.Received, "Recv failure: Connection reset by peer", $"{uri.Authority} broke the connection off.", wrong);
        return wrong switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => Empty(uri, wrong),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => new(1, "Received HTTP/0.9 when not allowed", $"{uri.Authority} answered, but not in HTTP. Check the port, and whether it wants https.", wrong),
            _ => new(WebFailure.Received, $"Recv failure: {Innermost(wrong)}", null, wrong),
        };
    }

    public static WebFailure Empty(Uri uri, Exception? inner = null) => new(WebFailure.Empty, "Empty reply from server", $"{uri.Authority} closed the connection without an answer.", inner);

    private static T? Find<T>(Exception? wrong) where T : Exception
    {
        for (; wrong is not null; wrong = wrong.InnerException)
            if (wrong is T found) return found;
        return null;
    }

    private static string Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error.Message.TrimEnd('.');
}
