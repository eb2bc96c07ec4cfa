using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters;
using OpsPortal.Runbooks.Compiling.Filters.Patterns;

namespace OpsPortal.Targets.Filters;

/// <summary>The patterns of a <c>grep</c>, ready to be asked of lines.</summary>
internal sealed class LinePattern
{
    /// <summary>For one line; only patterns that cannot be matched in linear time come near it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Grep grep;
    private readonly Regex[] alternatives;

    /// <exception cref="FilterException">A pattern that cannot be understood.</exception>
    public LinePattern(Grep grep)
    {
        this.grep = grep;
        if (grep.Patterns.Sum(p => p.Length) > BoundedRegex.Longest) throw new FilterException($"grep: the patterns are longer than {BoundedRegex.Longest:N0} characters together. Look for less at a time.");
        // A pattern with line ends in it is several patterns.
        alternatives = [.. grep.Patterns.SelectMany(p => p.Split('\n')).SelectMany(Compile)];
    }

    public bool Matches(string line)
    {
        try
        {
            foreach (var alternative in alternatives)
                if (alternative.IsMatch(line)) return true;
            return false;
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooExpensive();
        }
    }

    /// <summary>The parts of a line that match, leftmost first and of those that begin together the longest.</summary>
    public IEnumerable<string> Parts(string line)
    {
        for (var from = 0; from <= line.Length;)
        {
            if (Leftmost(line, from) is not { } match) yield break;
            if (match.Length > 0) yield return match.Value;
            from = match.Index + Math.Max(1, match.Length);
        }
    }

    private Match? Leftmost(string line, int from)
    {
        Match? best = null;
        try
        {
            foreach (var alternative in alternatives)
            {
                var match = alternative.Match(line, from);
                if (match.Success && (best is null || match.Index < best.Index || (match.Index == best.Index && match.Length > best.Length))) best = match;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooExpensive();
        }
        return best;
    }

    private IEnumerable<Regex> Compile(string pattern)
    {
        var translated = Translate(pattern);
        var options = RegexOptions.CultureInvariant | (grep.IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
        foreach (var alternative in translated.Alternatives)
        {
            var whole = grep.WholeLine ? $"^(?:{alternative})$" : grep.WholeWord ? $@"(?<!\w)(?:{alternative})(?!\w)" : alternative;
            yield return Build(whole, options, pattern);
        }
    }

    private PosixPattern Translate(string pattern)
    {
        try
        {
            return PosixPattern.Translate(pattern, grep.Syntax);
        }
        catch (FilterSyntaxException wrong)
        {
            throw new FilterException($"grep: {wrong.Message}.");
        }
    }

    private static Regex Build(string expression, RegexOptions options, string pattern)
    {
        try
        {
            return BoundedRegex.Build(expression, options, Limit);
        }
        catch (ArgumentException wrong)
        {
            throw new FilterException($"grep: the pattern '{pattern}' cannot be understood: {wrong.Message}");
        }
    }

    private FilterException TooExpensive() => new($"{grep.Source}: the pattern takes more than {Limit.TotalSeconds:0} s on one line. Make it simpler, or use -F for plain text.");
}
