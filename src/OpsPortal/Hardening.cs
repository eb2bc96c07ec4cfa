using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace OpsPortal;

/// <summary>What every request meets before it means anything: limits, known proxies, headers that hold a browser back.</summary>
public static class Hardening
{
    /// <summary>Bytes of a request's body. A pack of runbooks is the largest thing that anybody sends.</summary>
    public const long MaxBody = 64L * 1024 * 1024 + 1;

    /// <summary>Bytes of the body of a request to the API that is no upload.</summary>
    public const long MaxApiBody = 8L * 1024 * 1024;

    public static void Limit(KestrelServerOptions server)
    {
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = MaxBody;
        server.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        server.Limits.MaxRequestHeaderCount = 60;
        server.Limits.MaxRequestLineSize = 16 * 1024;
        server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(20);
    }

    public static IServiceCollection AddHardening(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IConfiguration>(TrustProxies);
        services.AddOptions<RateLimiterOptions>().Configure<IConfiguration>(LimitRates);
        return services;
    }

    /// <summary>Only a proxy that is named in <c>Proxies:Known</c> may say for whom it asks; anybody can send the header.</summary>
    private static void TrustProxies(ForwardedHeadersOptions options, IConfiguration configuration)
    {
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        options.ForwardedHeaders = ForwardedHeaders.None;
        foreach (var known in (configuration["Proxies:Known"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(known, out var address)) options.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(known, out var network)) options.KnownIPNetworks.Add(network);
            else throw new InvalidOperationException($"Proxies:Known names \"{known}\"; name addresses and networks: 10.0.0.7, 10.1.0.0/16.");
            // behind several known proxies the first address that is none of them counts
            (options.ForwardedHeaders, options.ForwardLimit) = (ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, null);
        }
    }

    /// <summary>Requests to the API per minute: of a token or an account <c>Api:PerMinute</c> (6,000), of an address that is nobody a tenth of that.</summary>
    private static void LimitRates(RateLimiterOptions options, IConfiguration configuration)
    {
        var most = Math.Max(10, configuration.GetValue("Api:PerMinute", 6_000));
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => !context.Request.Path.StartsWithSegments("/api")
            ? RateLimitPartition.GetNoLimiter("")
            : context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } account
                ? Window($"{account} {context.User.FindFirstValue(Access.Origin.TokenClaim)}", most)
                : Window($"address {context.Connection.RemoteIpAddress}", Math.Max(10, most / 10)));
        options.OnRejected = async (rejected, cancellation) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 60;
            rejected.HttpContext.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            // programs read these; people get a page
            if (rejected.HttpContext.Request.Path.StartsWithSegments("/api") || rejected.HttpContext.Request.Path.StartsWithSegments("/calendar"))
                await Results.Problem($"That were too many requests within a minute. Wait {wait} seconds, then go on more slowly.", statusCode: 429, title: "Too many requests").ExecuteAsync(rejected.HttpContext);
        };

        static RateLimitPartition<string> Window(string who, int most) => RateLimitPartition.GetSlidingWindowLimiter(who, _ => new() { PermitLimit = most, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6 });
    }

    /// <summary>Uploads may be as large as a pack; every other body of the API is small.</summary>
    public static Task LimitBody(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        var upload = path == "/api/v1/runbooks/import" || (path.StartsWithSegments("/api/v1/runbooks") && path.Value!.Contains("/files/", StringComparison.Ordinal));
        if (path.StartsWithSegments("/api") && !upload && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxApiBody;
        return next(context);
    }

    public static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        // Scripts and styles come from our own files alone; nothing is inline.
        headers.ContentSecurityPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-src 'none'; worker-src 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=(), serial=(), hid=(), bluetooth=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Permitted-Cross-Domain-Policies"] = "none";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        // What an API tells is for the one who asked.
        if (context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
        return next(context);
    }
}
