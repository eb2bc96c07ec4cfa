using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Runbooks.Compiling.Filters.Patterns;

/// <summary>A POSIX regular expression (basic or extended, with GNU's additions) in the words of .NET.</summary>
/// <param name="Alternatives">Its outermost alternatives; one only where back-references forbid taking it apart.</param>
/// <param name="BackReferences">Cannot be matched in linear time.</param>
internal sealed record PosixPattern(IReadOnlyList<string> Alternatives, bool BackReferences)
{
    /// <summary>Characters.</summary>
    private const int Longest = 20_000;

    /// <summary>How many groups were opened before each alternative; the groups of all count together.</summary>
    public IReadOnlyList<int> GroupsBefore { get; init; } = [0];

    public int Groups { get; init; }

    /// <exception cref="FilterSyntaxException">Unbalanced brackets or parentheses.</exception>
    public static PosixPattern Translate(string pattern, GrepSyntax syntax, PatternEscapes escapes = PatternEscapes.None)
    {
        if (pattern.Length > Longest) throw new FilterSyntaxException($"a pattern has more than {Longest} characters");
        if (syntax == GrepSyntax.Fixed) return new([Regex.Escape(pattern)], false);
        if (syntax == GrepSyntax.Perl) return new([pattern], true);
        return new Translation(pattern, syntax == GrepSyntax.Extended, escapes).Run();
    }

    private sealed class Translation(string pattern, bool extended, PatternEscapes escapes)
    {
        private readonly List<string> alternatives = [];
        private readonly List<int> groupsBefore = [0];
        private readonly StringBuilder text = new();
        private readonly Stack<int> opens = new();
        private int at;
        private int lastAtom;
        private int groups;
        private bool backReferences;

        /// <summary>Nothing stands before this place that a repetition could repeat.</summary>
        private bool atStart = true;

        public PosixPattern Run()
        {
            while (at < pattern.Length) Next();
            if (opens.Count > 0) throw Wrong("Unmatched ( or \\(");
            alternatives.Add(text.ToString());
            return backReferences ? new([string.Join('|', alternatives)], true) { Groups = groups } : new(alternatives, false) { GroupsBefore = groupsBefore, Groups = groups };
        }

        private void Next()
        {
            var c = pattern[at];
            switch (c)
            {
                case '\\': Escaped(); break;
                case '[': Put(BracketExpression.Translate(pattern, ref at, escapes)); break;
                case '.': at++; Put("."); break;
                case '*' when atStart: at++; Put("\\*"); break;
                case '*': at++; Repeat("*"); break;
                case '^' when extended || atStart: at++; text.Append('^'); break;
                case '$' when extended || EndsHere(): at++; text.Append("\\z"); break;
                case '(' when extended: at++; OpenGroup(); break;
                case ')' when extended && opens.Count > 0: at++; CloseGroup(); break;
                case '|' when extended: at++; Alternative(); break;
                case '+' or '?' when extended && !atStart: at++; Repeat(c.ToString()); break;
                case '{' when extended && !atStart && Interval("}") is { } interval: Repeat(interval); break;
                default: at++; Put(Regex.Escape(c.ToString())); break;
            }
        }

        private void Escaped()
        {
            if (at + 1 >= pattern.Length) throw Wrong("Trailing backslash");
            var c = pattern[at + 1];
            at += 2;
            if (escapes != PatternEscapes.None && EscapedCharacter.Of(c) is { } meant)
            {
                Put(Regex.Escape(meant.ToString()));
                return;
            }
            switch (c)
            {
                case '(' when !extended: OpenGroup(); break;
                case ')' when !extended && opens.Count == 0: throw Wrong("Unmatched ) or \\)");
                case ')' when !extended: CloseGroup(); break;
                case '|' when !extended: Alternative(); break;
                case '+' or '?' when !extended: if (atStart) Put($"\\{c}"); else Repeat(c.ToString()); break;
                case '{' when !extended: Repeat(Interval("\\}", back: true) ?? throw Wrong("Unmatched { or \\{")); break;
                case >= '1' and <= '9':
                    if (c - '0' > groups) throw Wrong("Invalid back reference");
                    backReferences = true;
                    Put($"(?:\\{c})");
                    break;
                case 'y' when escapes == PatternEscapes.Awk: text.Append("\\b"); break;
                case 'b' or 'B': text.Append('\\').Append(c); break;
                case '<': text.Append("\\b(?=\\w)"); break;
                case '>': text.Append("\\b(?<=\\w)"); break;
                case '`': text.Append("\\A"); break;
                case '\'': text.Append("\\z"); break;
                case 'w' or 'W' or 's' or 'S': Put($"\\{c}"); break;
                default: Put(Regex.Escape(c.ToString())); break;
            }
        }

        private void Put(string piece)
        {
            lastAtom = text.Length;
            text.Append(piece);
            atStart = false;
        }

        /// <summary>In a group of its own: POSIX allows a repetition to be repeated, where .NET would read <c>*?</c> as something else.</summary>
        private void Repeat(string repetition) => text.Insert(lastAtom, "(?:").Append(repetition).Append(')');

        private void OpenGroup()
        {
            groups++;
            opens.Push(text.Length);
            text.Append('(');
            atStart = true;
        }

        private void CloseGroup()
        {
            lastAtom = opens.Pop();
            text.Append(')');
            atStart = false;
        }

        private void Alternative()
        {
            if (opens.Count > 0) text.Append('|');
            else { alternatives.Add(text.ToString()); groupsBefore.Add(groups); text.Clear(); }
            atStart = true;
        }

        /// <summary>In a basic expression a <c>$</c> is an anchor only at the end of the expression, a group or an alternative.</summary>
        private bool EndsHere() => at + 1 == pattern.Length || pattern.AsSpan(at + 1) is ['\\', ')' or '|', ..];

        private string? Interval(string end, bool back = false)
        {
            var from = back ? at : at + 1;
            var to = pattern.IndexOf(end, from, StringComparison.Ordinal);
            if (to < 0) return null;
            var bounds = pattern[from..to].Split(',');
            if (bounds.Length > 2 || !bounds.All(b => b.All(char.IsAsciiDigit)) || bounds is [""]) return back ? throw Wrong("Invalid content of \\{\\}") : null;
            at = to + end.Length;
            return bounds is [var least, var most] ? $"{{{(least.Length == 0 ? "0" : least)},{most}}}" : $"{{{bounds[0]}}}";
        }

        private FilterSyntaxException Wrong(string what) => new($"{what} in the pattern '{pattern}'");
    }
}
