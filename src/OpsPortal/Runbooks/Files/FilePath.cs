using System.Text;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Files;

/// <summary>Names of files as commands write them. They are keys of rows, never paths of this machine.</summary>
internal static class FilePath
{
    public const int Longest = 300;

    /// <summary>Without <c>./</c> and doubled slashes.</summary>
    public static string Normal(string name)
    {
        var path = name.Trim().Replace('\\', '/');
        while (path.StartsWith("./", StringComparison.Ordinal)) path = path[2..];
        while (path.Contains("//", StringComparison.Ordinal)) path = path.Replace("//", "/", StringComparison.Ordinal);
        return path;
    }

    /// <summary>Why a file cannot have this name; null where it can.</summary>
    public static string? Problem(string path) =>
        path.Length is 0 or > Longest || path.EndsWith('/') || path.Any(char.IsControl) || path.Split('/').Contains("..")
            ? $"\"{path}\" cannot be the name of a file; use a relative name such as k8s/hpa.yaml."
            : null;

    /// <summary>Whether a name matches a pattern of a shell, or lies in the folder that it names.</summary>
    public static bool Matches(string path, string pattern)
    {
        var folder = pattern is "." or "" ? "" : pattern.TrimEnd('/') + "/";
        if (path == pattern || path.StartsWith(folder, StringComparison.Ordinal)) return true;
        if (pattern.AsSpan().IndexOfAny('*', '?', '[') < 0) return false;
        return Regex.IsMatch(path, Expression(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    private static string Expression(string pattern)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var close = pattern[i] == '[' ? pattern.IndexOf(']', i + 2 < pattern.Length ? i + 2 : i) : -1;
            if (close > 0)
            {
                var set = pattern[(i + 1)..close];
                text.Append('[').Append(set[0] is '!' or '^' ? "^" : "").Append(Regex.Escape(set.TrimStart('!', '^')).Replace("]", "\\]")).Append(']');
                i = close;
            }
            else text.Append(pattern[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape($"{c}") });
        }
        return text.Append('$').ToString();
    }
}
