using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary>An address as a command line writes it, made ready to be sent.</summary>
/// <param name="Text">With its scheme; literals encoded, places with their encoding.</param>
/// <param name="User"><c>name:password</c> that stood in it.</param>
/// <param name="WasEncoded">Something in it wanted encoding.</param>
internal sealed partial record UrlText(WebText Text, string? User, bool WasEncoded)
{
    [GeneratedRegex(@"^(?<s>[A-Za-z][A-Za-z0-9+.-]*)://")]
    private static partial Regex Scheme();

    // curl would make several addresses of these, unless they stand in the query, where they are PromQL or JSON
    [GeneratedRegex(@"\{[^{}]*,[^{}]*\}|\[(?:\d+-\d+|[A-Za-z]-[A-Za-z])(?::\d+)?\]")]
    private static partial Regex Glob();

    [GeneratedRegex(@"(?:^|[-_ ])(?:path|endpoint|uri|url|route)$", RegexOptions.IgnoreCase)]
    private static partial Regex PathName();

    private enum Where { Authority, Path, Query }

    /// <param name="reason">Why it is none that can be asked; without full stop.</param>
    public static UrlText? Read(string program, string word, out string? reason)
    {
        var text = word.Trim();
        reason = text.Length == 0 ? $"{program} names no address" : null;
        var baseIsPlace = text.StartsWith(ParameterText.Open);
        var scheme = baseIsPlace ? null : Scheme().Match(text) is { Success: true } match ? match.Groups["s"].Value.ToLowerInvariant() : "";
        if (scheme is not (null or "" or "http" or "https")) reason = $"{program} speaks {scheme} here, and only http and https are understood";
        // "<host>:8080/health" begins with a place and is no base address
        var opens = baseIsPlace && text.IndexOf(ParameterText.Close) is var close && close + 1 < text.Length && text[close + 1] is ':' or '.';
        if (scheme == "" || opens) text = $"http://{text}";
        if (reason is not null) return null;
        var hash = text.IndexOf('#');
        if (hash >= 0) text = text[..hash];
        string? user = null;
        var start = text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var mark && (!baseIsPlace || opens) ? mark + 3 : 0;
        if (start > 0 && AuthorityEnd(text, start) is var end && text.LastIndexOf('@', end - 1, end - start) is > 0 and var at)
        {
            user = Uri.UnescapeDataString(text[start..at]);
            text = text[..start] + text[(at + 1)..];
        }
        return new Reading(baseIsPlace && !opens, start).Run(text, user, out reason, program);
    }

    private static int AuthorityEnd(string text, int from)
    {
        var inPlace = false;
        for (var i = from; i < text.Length; i++)
            if (text[i] is ParameterText.Open or ParameterText.Close) inPlace = text[i] == ParameterText.Open;
            else if (!inPlace && text[i] is '/' or '?' or '#') return i;
        return text.Length;
    }

    private sealed class Reading(bool beginsWithBase, int authority)
    {
        private readonly List<WebPart> parts = [];
        private Where where = Where.Authority;
        private bool encoded;

        public UrlText? Run(string text, string? user, out string? reason, string program)
        {
            reason = null;
            var position = 0;
            foreach (var (piece, isPlace) in WebText.Cut(text))
            {
                if (isPlace) parts.Add(new(piece, PlaceEncoding(piece, position == 0 && beginsWithBase)));
                else if (Literal(piece, position) is { } glob) reason ??= $"several addresses at once ({ParameterText.Display(glob)}) are not yet understood";
                position += piece.Length;
            }
            if (reason is null && text.Length <= authority) reason = $"{program} names no host";
            return reason is null ? new(new([.. parts]), user, encoded) : null;
        }

        private PartEncoding PlaceEncoding(string place, bool isBase) => where switch
        {
            _ when isBase => PartEncoding.None,
            Where.Authority => PartEncoding.None,
            Where.Path when PathName().IsMatch(place[1..^1]) => PartEncoding.Path,
            _ => PartEncoding.Segment,
        };

        /// <summary>Returns what curl would make several addresses of.</summary>
        private string? Literal(string piece, int position)
        {
            var result = new StringBuilder();
            string? glob = null;
            var from = 0;
            while (from < piece.Length)
            {
                var skip = position + from < authority ? authority - position - from : 0;
                var next = where switch
                {
                    Where.Authority => piece.AsSpan(Math.Min(from + skip, piece.Length)).IndexOfAny('/', '?') is >= 0 and var i ? from + skip + i : piece.Length,
                    Where.Path => piece.IndexOf('?', from) is >= 0 and var i ? i : piece.Length,
                    _ => piece.Length,
                };
                var span = piece[from..next];
                if (where == Where.Path && Glob().Match(span) is { Success: true } several) glob = several.Value;
                result.Append(where == Where.Authority ? span : Encode(span));
                if (next < piece.Length)
                {
                    where = piece[next] == '?' ? Where.Query : Where.Path;
                    result.Append(piece[next++]);
                }
                from = next;
            }
            parts.Add(new(result.ToString()));
            return glob;
        }

        private string Encode(string text)
        {
            var result = new StringBuilder(text.Length);
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var i = 0; i < bytes.Length; i++)
            {
                var c = (char)bytes[i];
                var fine = c == '%' ? i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2])
                    : char.IsAsciiLetterOrDigit(c) || "-._~:/?@!$&'()*+,;=".Contains(c);
                if (fine) result.Append(c);
                else result.Append('%').Append(bytes[i].ToString("X2", CultureInfo.InvariantCulture));
                encoded |= !fine;
            }
            return result.ToString();
        }
    }
}
