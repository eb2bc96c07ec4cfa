using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters;
using OpsPortal.Runbooks.Compiling.Filters.Patterns;

namespace OpsPortal.Targets.Filters;

/// <summary>A POSIX pattern of awk or sed: leftmost, and of those that begin together the longest.</summary>
internal sealed class TextPattern
{
    /// <summary>For one text; only patterns that cannot be matched in linear time come near it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly string program;
    private readonly Regex[] alternatives;
    private readonly PosixPattern translated;

    /// <exception cref="FilterException">The pattern cannot be understood.</exception>
    public TextPattern(string program, string pattern, GrepSyntax syntax, PatternEscapes escapes, bool ignoreCase = false, bool multiline = false)
    {
        this.program = program;
        try
        {
            translated = PosixPattern.Translate(pattern, syntax, escapes);
            var options = RegexOptions.CultureInvariant | RegexOptions.Singleline | (ignoreCase ? RegexOptions.IgnoreCase : 0) | (multiline ? RegexOptions.Multiline : 0);
            alternatives = [.. translated.Alternatives.Select(a => BoundedRegex.Build(multiline ? a.Replace("\\z", "$") : a, options, Limit))];
        }
        catch (FilterSyntaxException wrong)
        {
            throw new FilterException($"{program}: {wrong.Message}.");
        }
        catch (ArgumentException wrong)
        {
            throw new FilterException($"{program}: the pattern '{pattern}' cannot be understood: {wrong.Message}");
        }
    }

    public int Groups => translated.Groups;

    public bool Matches(string text)
    {
        try
        {
            foreach (var alternative in alternatives)
                if (alternative.IsMatch(text)) return true;
            return false;
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooExpensive();
        }
    }

    /// <summary>The next match at or behind a place; what stands before it still counts for anchors.</summary>
    public TextMatch? Find(string text, int from)
    {
        try
        {
            TextMatch? best = null;
            for (var i = 0; i < alternatives.Length; i++)
            {
                var match = alternatives[i].Match(text, from);
                if (match.Success && (best is null || match.Index < best.Index || (match.Index == best.Index && match.Length > best.Length)))
                    best = new(match, translated.GroupsBefore[i]);
            }
            return best;
        }
        catch (RegexMatchTimeoutException)
        {
            throw TooExpensive();
        }
    }

    private FilterException TooExpensive() => new($"{program}: the pattern takes more than {Limit.TotalSeconds:0} s on one line. Make it simpler.");
}

/// <param name="groupsBefore">Groups of the pattern that stand before those of this match.</param>
internal sealed class TextMatch(Match match, int groupsBefore)
{
    public int Index => match.Index;
    public int Length => match.Length;
    public int End => match.Index + match.Length;
    public string Value => match.Value;

    /// <summary>Empty where the group took no part. 0 is the whole.</summary>
    public string Group(int number) => number == 0 ? match.Value : number > groupsBefore && number - groupsBefore < match.Groups.Count ? match.Groups[number - groupsBefore].Value : "";
}
