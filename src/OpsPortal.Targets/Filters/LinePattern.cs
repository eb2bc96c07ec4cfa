using System.Text;
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

    /// <summary>Characters of an expression that stands for several patterns; preparing one for each takes most of the time that a list of words takes.</summary>
    private const int LongestTogether = 2_000;

    private readonly Grep grep;

    /// <summary>What a line is asked, several patterns in one where that makes no difference.</summary>
    private readonly Regex[] questions;

    /// <summary>Each alone: which of them matches longest is asked only where the matches are printed.</summary>
    private readonly Regex[] alternatives;

    /// <exception cref="FilterException">A pattern that cannot be understood.</exception>
    public LinePattern(Grep grep)
    {
        this.grep = grep;
        if (grep.Patterns.Sum(p => p.Length) > BoundedRegex.Longest) throw new FilterException($"grep: the patterns are longer than {BoundedRegex.Longest:N0} characters together. Look for less at a time.");
        // A pattern with line ends in it is several patterns.
        List<(PosixPattern Translated, string Pattern)> patterns = [.. grep.Patterns.SelectMany(p => p.Split('\n')).Distinct().Select(p => (Translate(p), p))];
        alternatives = grep.OnlyMatching ? [.. patterns.SelectMany(p => Expressions(p.Translated).Select(e => Build(e, p.Pattern)))] : [];
        questions = grep.OnlyMatching ? alternatives : [.. Questions(patterns)];
    }

    public bool Matches(string line)
    {
        try
        {
            foreach (var question in questions)
                if (question.IsMatch(line)) return true;
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

    private IEnumerable<Regex> Questions(List<(PosixPattern Translated, string Pattern)> patterns)
    {
        StringBuilder together = new();
        foreach (var (translated, pattern) in patterns)
            foreach (var expression in Expressions(translated))
            {
                // groups that are referred to have numbers, and what looks around needs the slower engine
                if (grep.Syntax == GrepSyntax.Perl || translated.BackReferences || expression.Contains("(?=", StringComparison.Ordinal) || expression.Contains("(?<", StringComparison.Ordinal) || expression.Length > LongestTogether)
                {
                    yield return Build(expression, pattern);
                    continue;
                }
                if (together.Length + expression.Length > LongestTogether)
                {
                    yield return Build(together.ToString(), pattern);
                    together.Clear();
                }
                together.Append(together.Length > 0 ? "|" : "").Append("(?:").Append(expression).Append(')');
            }
        if (together.Length > 0) yield return Build(together.ToString(), patterns[^1].Pattern);
    }

    private IEnumerable<string> Expressions(PosixPattern translated) => translated.Alternatives.Select(alternative =>
        grep.WholeLine ? $"^(?:{alternative})$" : grep.WholeWord ? $@"(?<!\w)(?:{alternative})(?!\w)" : alternative);

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

    private Regex Build(string expression, string pattern)
    {
        try
        {
            return BoundedRegex.Build(expression, RegexOptions.CultureInvariant | (grep.IgnoreCase ? RegexOptions.IgnoreCase : RegexOptions.None), Limit);
        }
        catch (ArgumentException wrong)
        {
            throw new FilterException($"grep: the pattern '{pattern}' cannot be understood: {wrong.Message}");
        }
    }

    private FilterException TooExpensive() => new($"{grep.Source}: the pattern takes more than {Limit.TotalSeconds:0} s on one line. Make it simpler, or use -F for plain text.");
}
