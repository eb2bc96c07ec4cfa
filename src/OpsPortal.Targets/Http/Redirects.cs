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

    /// <summary>What was posted is not posted again, as browsers have it; the method becomes GET where the command names none.</summary>
    public static bool DropsBody(HttpStatusCode status, bool uploads) => (int)status == 303 || ((int)status is 301 or 302 && !uploads);
}
