using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Targets.Http;

/// <summary>Makes the request for one hop.</summary>
internal static partial class RequestMaker
{
    [GeneratedRegex(@"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")]
    private static partial Regex Token();

    /// <summary>Sizes, encodings and connections are the connection's own business.</summary>
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase) { "Content-Length", "Connection", "Keep-Alive", "Proxy-Connection", "Upgrade", "TE", "Trailer", "Expect" };

    /// <param name="strange">Another host than the one that the command names: nothing secret goes there.</param>
    public static HttpRequestMessage Make(HttpSend send, Uri uri, string method, HttpContent? content, bool strange, string? cookies)
    {
        if (!Token().IsMatch(method)) throw new WebFailure(WebFailure.BadUrl, $"\"{method}\" is no method of HTTP");
        var request = new HttpRequestMessage(new HttpMethod(method), uri)
        {
            Content = content,
            // curl speaks HTTP/2 where the server offers it in the handshake
            Version = uri.Scheme == "https" ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", Agent(send));
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        if (send.Compressed) request.Headers.TryAddWithoutValidation("Accept-Encoding", "deflate, gzip, br");
        if (!strange && send.Bearer is { } bearer) Set(request, "Authorization", $"Bearer {bearer}");
        else if (!strange && (send.User ?? UserOf(uri)) is { } user) Set(request, "Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(user.Contains(':') ? user : $"{user}:"))}");
        if (cookies is not null) Set(request, "Cookie", cookies);
        HashSet<string> repeated = new(StringComparer.OrdinalIgnoreCase);
        foreach (var header in send.Headers)
        {
            if (Own.Contains(header.Name) || (strange && IsSecret(header.Name))) continue;
            if (header.Value is { } text && text.Any(c => c is '\r' or '\n' or '\0')) throw new WebFailure(WebFailure.BadUrl, $"The value of the header {header.Name} has a line end in it", "Give a value of one line.");
            if (repeated.Add(header.Name)) Remove(request, header.Name);
            if (header.Value is { } value) Add(request, header.Name, value);
        }
        return request;
    }

    /// <summary>Tells who asks, and is taken for curl by servers that answer it in plain text.</summary>
    private static string Agent(HttpSend send) => send.Program switch { "wget" => "Wget/1 (OpsPortal)", "http" => "HTTPie/3 (OpsPortal)", _ => "curl/8 (OpsPortal)" };

    private static string? UserOf(Uri uri) => uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : null;

    public static bool IsSecret(string header) => header.Equals("Authorization", StringComparison.OrdinalIgnoreCase) || header.Equals("Cookie", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase) || SecretName().IsMatch(header);

    [GeneratedRegex("token|api-?key|secret|password|auth", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        if (value.Any(char.IsControl)) throw new WebFailure(WebFailure.BadUrl, $"The value of the header {name} has a line end in it", "Give a value of one line.");
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }

    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (name.Equals("Host", StringComparison.OrdinalIgnoreCase)) request.Headers.Host = value;
        else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)) request.Headers.TransferEncodingChunked = true;
        else if (!request.Headers.TryAddWithoutValidation(name, value))
            // a header of the content needs one, even where nothing is sent
            (request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation(name, value);
    }

    private static void Remove(HttpRequestMessage request, string name)
    {
        if (name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)) request.Content?.Headers.Remove(name);
        else request.Headers.Remove(name);
    }
}
