using System.Text;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters.Patterns;

namespace OpsPortal.Runbooks.Compiling.Filters.SedLanguage;

/// <summary>The half that reads <c>s</c> and <c>y</c>.</summary>
internal sealed partial class SedParser
{
    private SedCommand Substitution(SedCommand command)
    {
        var delimiter = Delimiter();
        var pattern = Pattern(delimiter);
        var replacement = Replacement(delimiter);
        bool everywhere = false, print = false, ignoreCase = false, multiline = false;
        int? occurrence = null;
        while (!Ended && Current is not ('\n' or ';' or '}' or '#' or ' ' or '\t'))
        {
            switch (Current)
            {
                case 'g': everywhere = true; break;
                case 'p': print = true; break;
                case 'i' or 'I': ignoreCase = true; break;
                case 'm' or 'M': multiline = true; break;
                case >= '1' and <= '9':
                    occurrence = Number();
                    continue;
                case 'w': throw new FilterSyntaxException("sed would write into a file");
                case 'e': throw new FilterSyntaxException("sed would run another program");
                default: throw Wrong($"has the flag {Shown(Current)} behind an s, which is not known");
            }
            at++;
        }
        var groups = pattern.Length == 0 ? 9 : PosixPattern.Translate(pattern, extended ? GrepSyntax.Extended : GrepSyntax.Basic, PatternEscapes.Sed).Groups;
        if (replacement.FirstOrDefault(p => p.Kind == SedPartKind.Group && p.Group > groups) is { Group: > 0 } missing) throw Wrong($"uses \\{missing.Group}, and the pattern has no such group");
        return command with { Pattern = new(Checked(pattern), ignoreCase, multiline), Replacement = replacement, Everywhere = everywhere, Print = print, Occurrence = occurrence ?? 1 };
    }

    private char Delimiter()
    {
        if (Ended || Current is '\n' or '\\' or ProgramText.Mark) throw Wrong("has an s or y without its parts");
        return Code[at++];
    }

    /// <summary>To the delimiter; behind a backslash the delimiter is a character like others.</summary>
    private string Pattern(char delimiter)
    {
        var text = new StringBuilder();
        var inBrackets = false;
        for (; !Ended; at++)
        {
            var c = Current;
            if (c == delimiter && !inBrackets)
            {
                at++;
                return text.ToString();
            }
            if (c == '\n' && delimiter != '\n') break;
            if (c == ProgramText.Mark) text.Append(program.Values[value++]);
            else if (c == '\\' && at + 1 < Code.Length && !inBrackets)
            {
                var next = Code[++at];
                if (next == delimiter) text.Append(delimiter);
                else if (next == '\n') text.Append("\\n");
                else text.Append('\\').Append(next);
            }
            else if (c == '[' && !inBrackets)
            {
                inBrackets = true;
                text.Append(c);
                if (at + 1 < Code.Length && Code[at + 1] == '^') text.Append(Code[++at]);
                if (at + 1 < Code.Length && Code[at + 1] == ']') text.Append(Code[++at]);
            }
            else if (c == '[' && at + 1 < Code.Length && Code[at + 1] is ':' or '.' or '=' && Code.IndexOf(Code[at + 1] + "]", at + 2, StringComparison.Ordinal) is > 0 and var end)
            {
                text.Append(Code, at, end + 2 - at);
                at = end + 1;
            }
            else
            {
                if (c == ']') inBrackets = false;
                text.Append(c);
            }
        }
        throw Wrong("has a pattern without end");
    }

    private List<SedPart> Replacement(char delimiter)
    {
        List<SedPart> parts = [];
        var text = new StringBuilder();
        for (; !Ended; at++)
        {
            var c = Current;
            if (c == delimiter)
            {
                at++;
                Flush();
                return parts;
            }
            if (c == ProgramText.Mark) text.Append(program.Values[value++]);
            else if (c == '&') Put(new(SedPartKind.Group));
            else if (c != '\\' || at + 1 >= Code.Length) text.Append(c);
            else
            {
                var next = Code[++at];
                if (next == delimiter || next is '&' or '\\' or '\n') text.Append(next);
                else if (char.IsAsciiDigit(next)) Put(new(SedPartKind.Group, "", next - '0'));
                else if (next is 'U' or 'L' or 'u' or 'l' or 'E') Put(new(next switch { 'U' => SedPartKind.Upper, 'L' => SedPartKind.Lower, 'u' => SedPartKind.UpperNext, 'l' => SedPartKind.LowerNext, _ => SedPartKind.EndCase }));
                else text.Append(EscapedCharacter.Of(next) ?? next);
            }
        }
        throw Wrong("has an s without end");

        void Flush()
        {
            if (text.Length > 0) parts.Add(new(SedPartKind.Text, text.ToString()));
            text.Clear();
        }

        void Put(SedPart part)
        {
            Flush();
            parts.Add(part);
        }
    }

    private SedCommand Transliteration(SedCommand command)
    {
        var delimiter = Delimiter();
        var (from, to) = (Set(delimiter), Set(delimiter));
        return from.Length == to.Length ? command with { Text = from, Becomes = to } : throw Wrong("has a y whose halves differ in length");
    }

    private string Set(char delimiter)
    {
        var text = new StringBuilder();
        for (; !Ended; at++)
        {
            if (Current == delimiter)
            {
                at++;
                return text.ToString();
            }
            if (Current == ProgramText.Mark) text.Append(program.Values[value++]);
            else if (Current == '\\' && at + 1 < Code.Length)
            {
                var next = Code[++at];
                text.Append(next == delimiter || next == '\\' ? next : EscapedCharacter.Of(next) ?? throw Wrong($"has an unknown \\{next} in y"));
            }
            else text.Append(Current);
        }
        throw Wrong("has a y without end");
    }

    private string Checked(string pattern)
    {
        PosixPattern.Translate(pattern, extended ? GrepSyntax.Extended : GrepSyntax.Basic, PatternEscapes.Sed);
        return pattern;
    }
}
