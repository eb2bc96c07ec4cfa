using System.Globalization;
using System.Net;

namespace OpsPortal.Targets.Http;

/// <summary>Cookies in Netscape's form, as curl reads and keeps them.</summary>
internal static class CookieFile
{
    public static void Read(string text, CookieContainer into)
    {
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r')))
        {
            var plain = line.StartsWith("#HttpOnly_", StringComparison.Ordinal) ? line["#HttpOnly_".Length..] : line;
            if (plain.StartsWith('#') || plain.Split('\t') is not [var domain, _, var path, var secure, var expires, var name, var value]) continue;
            var cookie = new Cookie(name, value, path, domain) { Secure = secure == "TRUE" };
            if (long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at > 0) cookie.Expires = DateTimeOffset.FromUnixTimeSeconds(Math.Min(at, 253402300799)).UtcDateTime;
            try
            {
                into.Add(cookie);
            }
            catch (CookieException)
            {
                // one bad line spoils no other
                continue;
            }
        }
    }

    public static string Write(CookieContainer cookies) =>
        "# Netscape HTTP Cookie File\n" + string.Concat(cookies.GetAllCookies().Select(c => string.Join('\t',
            (c.HttpOnly ? "#HttpOnly_" : "") + c.Domain, c.Domain.StartsWith('.') ? "TRUE" : "FALSE", c.Path, c.Secure ? "TRUE" : "FALSE",
            c.Expires == DateTime.MinValue ? "0" : new DateTimeOffset(c.Expires.ToUniversalTime()).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), c.Name, c.Value) + "\n"));
}
