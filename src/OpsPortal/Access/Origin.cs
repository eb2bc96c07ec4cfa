using System.Security.Claims;
using System.Text.RegularExpressions;

namespace OpsPortal.Access;

/// <summary>Where an act comes from, as the audit log keeps it.</summary>
/// <param name="Address">The caller's IP address; that of a proxy unless the proxy is a known one.</param>
/// <param name="Client">In short: "Firefox 145 on Linux", "API token automation".</param>
public sealed partial record Origin(string? Address, string? Client)
{
    private const int LongestClient = 120;
    private const string AddressClaim = "opsportal:address";
    private const string ClientClaim = "opsportal:client";

    /// <summary>The name of the API token that a request came with.</summary>
    public const string TokenClaim = "opsportal:token";

    public static Origin Of(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress is { } ip ? (ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip).ToString() : null;
        return new(address, context.User.FindFirstValue(TokenClaim) is { } token ? Short($"API token {token}") : NameOf(context.Request.Headers.UserAgent.ToString()));
    }

    /// <summary>Null where the request passed no <see cref="Mark"/>.</summary>
    public static Origin? Of(ClaimsPrincipal principal) => principal.FindFirstValue(AddressClaim) is var address && principal.FindFirstValue(ClientClaim) is var client && (address ?? client) is not null
        ? new(address, client)
        : null;

    /// <summary>Says with the principal where it comes from: a circuit outlives the request that began it, its principal does not change.</summary>
    public static void Mark(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated != true) return;
        var origin = Of(context);
        var marks = new ClaimsIdentity();
        if (origin.Address is { } address) marks.AddClaim(new(AddressClaim, address));
        if (origin.Client is { } client) marks.AddClaim(new(ClientClaim, client));
        context.User.AddIdentity(marks);
    }

    /// <summary>A browser's and a system's name out of a User-Agent header, which is the client's own word and proves nothing.</summary>
    public static string? NameOf(string agent)
    {
        if (string.IsNullOrWhiteSpace(agent)) return null;
        if (Browser().Match(agent) is not { Success: true } browser) return Short(Printable().Replace(agent.Split(' ')[0], ""));
        var name = browser.Groups[1].Value switch { "Edg" => "Edge", "OPR" => "Opera", "HeadlessChrome" => "Chrome", "Version" => "Safari", var other => other };
        var system = agent switch
        {
            _ when agent.Contains("Android", StringComparison.Ordinal) => "Android",
            _ when agent.Contains("iPhone", StringComparison.Ordinal) || agent.Contains("iPad", StringComparison.Ordinal) => "iOS",
            _ when agent.Contains("Windows", StringComparison.Ordinal) => "Windows",
            _ when agent.Contains("Mac OS X", StringComparison.Ordinal) => "macOS",
            _ when agent.Contains("Linux", StringComparison.Ordinal) => "Linux",
            _ => null,
        };
        return $"{name} {browser.Groups[2].Value}{(system is null ? "" : $" on {system}")}";
    }

    private static string Short(string text) => text.Length > LongestClient ? text[..LongestClient] + "…" : text;

    // Edge and Opera call themselves Chrome, too, and come after it; Safari gives its number as "Version".
    [GeneratedRegex(@"(?:.*\b)?(Edg|OPR|Firefox|(?:Headless)?Chrome|Version)/(\d{1,5})", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Browser();

    [GeneratedRegex(@"[^\x20-\x7e]")]
    private static partial Regex Printable();
}
