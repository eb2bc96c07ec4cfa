using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Host;

namespace OpsPortal.Targets.Host;

/// <summary>Patterns for names of files, as a shell replaces them: in order, names that begin with a dot only where the pattern does.</summary>
internal static class HostGlob
{
    private const int Most = 10_000;

    /// <summary>The files that match, or the pattern itself where none does.</summary>
    /// <param name="real">Where a directory of the runbook is here.</param>
    public static IReadOnlyList<string> Expand(ArgumentPattern pattern, string directory, Func<string, string> real)
    {
        var literal = string.Concat(pattern.Pieces);
        // the part in front of the first pattern is a path as it stands
        var start = pattern.Pieces[0];
        var mapped = real(start);
        var segments = Segments([mapped, .. pattern.Pieces.Skip(1)]);
        List<string> found = [mapped.StartsWith('/') ? "/" : ""];
        foreach (var segment in segments)
        {
            found = [.. found.SelectMany(at => Step(at, segment, directory)).Take(Most)];
            if (found.Count == 0) return [real(literal)];
        }
        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>One name against one segment of a pattern in plain text.</summary>
    public static bool Matches(string pattern, string name) => pattern.AsSpan().ContainsAny('*', '?', '[') ? Expression(pattern.Select(c => (c, true))).IsMatch(name) : pattern == name;

    private static IEnumerable<string> Step(string at, List<(char Letter, bool Pattern)> segment, string directory)
    {
        var here = Path.Combine(directory, at);
        if (!segment.Any(s => s.Pattern))
        {
            var name = string.Concat(segment.Select(s => s.Letter));
            var next = at + (at.Length > 0 && !at.EndsWith('/') ? "/" : "") + name;
            return name.Length == 0 ? [at.EndsWith('/') ? at : at + "/"] : Path.Exists(Path.Combine(directory, next)) ? [next] : [];
        }
        if (!Directory.Exists(here)) return [];
        var expression = Expression(segment);
        var hidden = segment[0] is ('.', false);
        return Directory.EnumerateFileSystemEntries(here).Select(Path.GetFileName).OfType<string>()
            .Where(n => (hidden || !n.StartsWith('.')) && expression.IsMatch(n)).Select(n => at + (at.Length > 0 && !at.EndsWith('/') ? "/" : "") + n);
    }

    private static IEnumerable<List<(char Letter, bool Pattern)>> Segments(IReadOnlyList<string> pieces)
    {
        List<(char, bool)> segment = [];
        var first = true;
        for (var i = 0; i < pieces.Count; i++)
            foreach (var letter in pieces[i])
                if (letter == '/' && i % 2 == 0)
                {
                    // the slash that a path begins with
                    if (!first || segment.Count > 0) yield return segment;
                    (segment, first) = ([], false);
                }
                else segment.Add((letter, i % 2 == 1));
        yield return segment;
    }

    private static Regex Expression(IEnumerable<(char Letter, bool Pattern)> segment)
    {
        var text = new StringBuilder("^");
        var set = false;
        foreach (var (letter, pattern) in segment)
            if (set)
            {
                text.Append(letter is '!' && text[^1] == '[' ? '^' : letter is '\\' or '[' ? $"\\{letter}" : letter);
                set = letter != ']';
            }
            else if (pattern && letter == '[')
            {
                text.Append('[');
                set = true;
            }
            else text.Append(pattern && letter == '*' ? ".*" : pattern && letter == '?' ? "." : Regex.Escape(letter.ToString()));
        return new(set ? "$." : text.Append('$').ToString(), RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }
}
