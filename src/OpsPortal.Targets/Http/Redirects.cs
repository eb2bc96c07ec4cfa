using System.Net;

namespace OpsPortal.Targets.Http;

/// <summary>Redirects as curl follows them.</summary>
internal static class Redirects
{
    /// <summary>Where it leads; null where it leads nowhere, or out of HTTP.</summary>
    public static Uri? Target(HttpResponseMessage answer, Uri from)
    {
        if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308)) return null;
        var location = answer.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : null;
        if (location is null || !Uri.TryCreate(from, location, out var to)) return null;
        if (to.Scheme is not ("http" or "https")) throw new WebFailure(1, $"Protocol \"{to.Scheme}\" not supported or disabled in libcurl", "The server sends to an address that is not HTTP.");
        return to;
    }

    /// <summary>A method that the command names is kept; otherwise a POST becomes a GET as in browsers.</summary>
    public static bool BecomesGet(HttpStatusCode status, string method, bool named) => !named && method switch
    {
        "GET" or "HEAD" => false,
        "POST" => (int)status is 301 or 302 or 303,
        _ => (int)status == 303,
    };
}
