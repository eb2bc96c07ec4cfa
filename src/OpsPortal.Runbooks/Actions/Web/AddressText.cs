using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Actions.Web;

/// <summary>Parts of an address that may hold places.</summary>
internal static partial class AddressText
{
    [GeneratedRegex(@"(?<=[?&](?:[\w.-]*[_.-])?(?:token|key|apikey|secret|password|passwd|pwd|signature|sig|auth|code)=)[^&#\uE000]+", RegexOptions.IgnoreCase)]
    private static partial Regex SecretValue();

    /// <summary><c>host:port</c> as written.</summary>
    public static string Authority(string url)
    {
        var (from, to) = Bounds(url);
        return ParameterText.Display(url[from..to]);
    }

    /// <summary>From the slash behind the authority to the question mark; literal only, a place stands for nothing.</summary>
    public static string Path(string url)
    {
        var (_, from) = Bounds(url);
        var to = url.AsSpan(from).IndexOfAny('?', '#');
        return to < 0 ? url[from..] : url[from..(from + to)];
    }

    /// <summary>For a sentence: places by name, what looks like a secret left out.</summary>
    public static string Shown(string url) => ParameterText.Display(SecretValue().Replace(url, "…"));

    private static (int From, int To) Bounds(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        var from = scheme < 0 ? 0 : scheme + 3;
        var inPlace = false;
        for (var i = from; i < url.Length; i++)
            if (url[i] is ParameterText.Open or ParameterText.Close) inPlace = url[i] == ParameterText.Open;
            else if (!inPlace && url[i] is '/' or '?' or '#') return (from, i);
        return (from, url.Length);
    }
}
