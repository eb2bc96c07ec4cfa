using Microsoft.Net.Http.Headers;
using OpsPortal.StatusPage.Pages;

namespace OpsPortal.StatusPage.Showing;

/// <summary>Sends what was rendered: with its tag, small where the reader takes that, and not at all where the reader has it.</summary>
internal static class PublicAnswer
{
    /// <param name="elsewhere">Programs and pages of other sites may read it.</param>
    /// <param name="framed">Other sites may frame it.</param>
    /// <param name="keep">Somebody may keep it.</param>
    public static async Task SendAsync(this HttpContext context, PageDoor door, Rendered rendered, bool elsewhere = false, bool framed = false, int status = 200, bool keep = true)
    {
        var (answer, headers) = (context.Response, context.Response.Headers);
        answer.StatusCode = status;
        if (rendered.Policy is { } policy) headers.ContentSecurityPolicy = policy;
        if (elsewhere) Open(headers);
        if (framed) headers.Remove("X-Frame-Options");
        var everybody = door is { Page.Audience: PageAudience.Everybody, Inside: false };
        headers.CacheControl = !keep ? "no-store" : !everybody ? "private, no-cache" : door.Shown.Away is null ? "public, max-age=15, stale-while-revalidate=60, stale-if-error=86400" : "public, max-age=5, stale-if-error=86400";
        headers.Vary = "Accept-Encoding";
        var (body, encoding) = Choose(context.Request.Headers.AcceptEncoding.ToString(), rendered);
        headers.ETag = $"\"{rendered.Tag}{(encoding is null ? "" : $"-{encoding}")}\"";
        if (status == 200 && Has(context.Request.Headers.IfNoneMatch.ToString(), rendered.Tag))
        {
            answer.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        answer.ContentType = rendered.Type;
        if (encoding is not null) headers.ContentEncoding = encoding;
        answer.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await answer.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Public reads are open to every origin; none of them acts on what a browser brings along.</summary>
    public static void Open(IHeaderDictionary headers)
    {
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
    }

    private static (byte[] Body, string? Encoding) Choose(string accepted, Rendered rendered) =>
        rendered.Brotli is { } brotli && Takes(accepted, "br") ? (brotli, "br") : rendered.Gzip is { } gzip && Takes(accepted, "gzip") ? (gzip, "gzip") : (rendered.Plain, null);

    private static bool Takes(string accepted, string encoding) => accepted.Length > 0
        && StringWithQualityHeaderValue.TryParseList([accepted], out var values) && values.Any(v => v.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && v.Quality is not 0);

    /// <summary>Whatever way it was compressed, it says the same.</summary>
    private static bool Has(string tags, string tag) => tags == "*" || tags.Contains($"\"{tag}\"", StringComparison.Ordinal) || tags.Contains($"\"{tag}-", StringComparison.Ordinal);
}
