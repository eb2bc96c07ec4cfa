namespace OpsPortal.Runbooks.Risks;

/// <summary>Programs that send an HTTP request: the method decides.</summary>
internal static class HttpRisk
{
    private static readonly HashSet<string> Methods = ["GET", "HEAD", "OPTIONS", "TRACE", "POST", "PUT", "PATCH", "DELETE", "PURGE"];

    /// <summary>Paths that Prometheus and Elasticsearch answer with a result, even to a POST.</summary>
    private static readonly string[] Queries = ["/api/v1/query", "/api/v1/query_range", "/api/v1/series", "/api/v1/labels", "/_search", "/_count", "/loki/api/v1/query"];

    public static Risk Of(string program, string[] words)
    {
        string? method = null;
        var sends = false;
        var asQuery = false;
        for (var i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word is "-X" or "--request" or "--method") method = i + 1 < words.Length ? words[++i] : "";
            else if (word.StartsWith("-X", StringComparison.Ordinal)) method = word[2..];
            else if (word.StartsWith("--request=", StringComparison.Ordinal) || word.StartsWith("--method=", StringComparison.Ordinal)) method = word[(word.IndexOf('=') + 1)..];
            else if (word is ['-', not '-', .., 'X'] && word.Length > 2 && word.Skip(1).All(char.IsAsciiLetter)) method = i + 1 < words.Length ? words[++i] : "";
            else if (word is "-G" or "--get" || (word is ['-', not '-', ..] && program == "curl" && word.Skip(1).All(char.IsAsciiLetter) && word.Contains('G'))) asQuery = true;
            else if (word is "-I" or "--head") method ??= "HEAD";
            else if (word is "-H" or "--header" or "-o" or "--output" or "-u" or "--user" or "-A" or "-e" or "-w" or "--write-out") i++;
            else if (word is "-d" or "-F" or "-T" or "--json" or "--upload-file" || word.StartsWith("--data", StringComparison.Ordinal) || word.StartsWith("--form", StringComparison.Ordinal) || word.StartsWith("--post-", StringComparison.Ordinal)
                || (program == "curl" && word is ['-', 'd', _, ..])) sends = true;
            else if (program is "http" or "https" or "xh" && Methods.Contains(word)) method = word;
        }
        var asks = words.Any(w => Queries.Any(q => w.Contains(q, StringComparison.Ordinal)) && !w.Contains("/admin/", StringComparison.Ordinal));
        return (method?.ToUpperInvariant() ?? (sends && !asQuery ? "POST" : "GET")) switch
        {
            "GET" or "HEAD" or "OPTIONS" or "TRACE" => Risk.Read,
            "POST" when asks => Risk.Read,
            "DELETE" or "PURGE" => Risk.Destructive,
            _ => Risk.Change,
        };
    }
}
