using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Runbooks.Risks;

/// <summary>Programs that send an HTTP request: the method decides.</summary>
internal static class HttpRisk
{
    private static readonly HashSet<string> Methods = ["GET", "HEAD", "OPTIONS", "TRACE", "POST", "PUT", "PATCH", "DELETE", "PURGE"];

    /// <summary>Paths that Prometheus, Loki and Elasticsearch answer with a result, even to a POST.</summary>
    private static readonly string[] Queries =
        ["/api/v1/query", "/api/v1/query_range", "/api/v1/query_exemplars", "/api/v1/series", "/api/v1/labels", "/api/v1/format_query", "/_search", "/_count", "/_msearch"];

    /// <param name="method">May hold a place; what is not known now may be anything.</param>
    /// <param name="url">May hold places.</param>
    public static Risk Of(string method, string url) => method.ToUpperInvariant() switch
    {
        "GET" or "HEAD" or "OPTIONS" or "TRACE" => Risk.Read,
        "POST" when Asks(url) => Risk.Read,
        "DELETE" or "PURGE" => Risk.Destructive,
        _ => Risk.Change,
    };

    public static Risk Of(string program, string[] words)
    {
        string? method = null;
        var sends = false;
        var asQuery = false;
        List<string> addresses = [];
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word is "-X" or "--request" or "--method") method = i + 1 < words.Length ? words[++i] : "";
            else if (word.StartsWith("-X", StringComparison.Ordinal)) method = word[2..];
            else if (word.StartsWith("--request=", StringComparison.Ordinal) || word.StartsWith("--method=", StringComparison.Ordinal)) method = word[(word.IndexOf('=') + 1)..];
            else if (word is ['-', not '-', .., 'X'] && word.Length > 2 && word.Skip(1).All(char.IsAsciiLetter)) method = i + 1 < words.Length ? words[++i] : "";
            else if (Joined(program, word) is { } joined) method = joined;
            else if (word is "-G" or "--get" || (word is ['-', not '-', ..] && program == "curl" && word.Skip(1).All(char.IsAsciiLetter) && word.Contains('G'))) asQuery = true;
            else if (word is "-I" or "--head" or "--spider") method ??= "HEAD";
            else if (word is "-H" or "--header" or "-o" or "--output" or "-u" or "--user" or "-A" or "-e" or "-w" or "--write-out" or "-b" or "-c" or "-m") i++;
            else if (Sends(program, word))
            {
                sends = true;
                if (!word.Contains('=') && word is ['-', '-', ..] or ['-', _]) i++;
            }
            else if (program is "http" or "https" or "xh" && Methods.Contains(word)) method = word;
            else if (program is "http" or "https" or "xh" && addresses.Count > 0 && IsField(word)) sends = true;
            else if (!word.StartsWith('-') && (word.Contains('/') || program != "curl")) addresses.Add(word);
        }
        method ??= sends && !asQuery ? "POST" : "GET";
        return CommandRisk.Greatest(addresses.DefaultIfEmpty("").Select(address => Of(method, address)));
    }

    // "-sXDELETE": the method follows its letter in a cluster
    private static string? Joined(string program, string word)
    {
        var at = program == "curl" && word is ['-', not '-', ..] ? word.IndexOf('X') : -1;
        return at > 1 && at + 1 < word.Length && word[1..at].All("sSfLkvigGN#O".Contains) ? word[(at + 1)..] : null;
    }

    private static bool Sends(string program, string word) =>
        word is "-d" or "-F" or "-T" or "--json" or "--upload-file" || word.StartsWith("--data", StringComparison.Ordinal) || word.StartsWith("--form", StringComparison.Ordinal)
        || word.StartsWith("--post-", StringComparison.Ordinal) || word.StartsWith("--body-", StringComparison.Ordinal)
        || (program == "curl" && (word is ['-', 'd' or 'F' or 'T', _, ..] || (word is ['-', not '-', .., 'd' or 'F' or 'T'] && word[1..^1].All("sSfLkviN#".Contains))));

    /// <summary>An item of HTTPie that is sent in the body; headers and parts of the query are not.</summary>
    private static bool IsField(string word) => word.IndexOfAny(['=', '@']) is > 0 and var at && !(word[at] == '=' && at + 1 < word.Length && word[at + 1] == '=') && !word[..at].Contains("://", StringComparison.Ordinal);

    private static bool Asks(string url)
    {
        var path = AddressText.Path(url).TrimEnd('/');
        return Queries.Any(q => path.EndsWith(q, StringComparison.Ordinal)) && !path.Contains("/admin/", StringComparison.Ordinal);
    }
}
