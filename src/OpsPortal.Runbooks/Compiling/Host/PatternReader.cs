using System.Text;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Host;

/// <summary>Which arguments a shell would replace by names of files: those with a star, a question mark or a set of characters outside quotes.</summary>
internal static class PatternReader
{
    public static IReadOnlyList<ArgumentPattern> Of(SimpleCommand command, ParameterCollector parameters)
    {
        List<ArgumentPattern>? patterns = null;
        for (var i = 1; i < command.Words.Count; i++)
            if (MayBePattern(command.Words[i]) && Pieces(command.Words[i], parameters) is { Count: > 1 } pieces) (patterns ??= []).Add(new(i - 1, pieces));
        return patterns ?? (IReadOnlyList<ArgumentPattern>)[];
    }

    private static bool MayBePattern(Word word)
    {
        foreach (var part in word.Parts)
            if (part is LiteralPart { Quoted: false } literal && literal.Text.AsSpan().ContainsAny('*', '?', '[')) return true;
        return false;
    }

    /// <summary>Texts and patterns by turns, a text first and last.</summary>
    private static List<string> Pieces(Word word, ParameterCollector parameters)
    {
        List<string> pieces = [];
        var text = new StringBuilder();
        foreach (var part in word.Parts)
            switch (part)
            {
                case LiteralPart { Quoted: false } literal:
                    Split(WordReader.Clean(literal.Text), pieces, text);
                    break;
                case LiteralPart literal:
                    text.Append(WordReader.Clean(literal.Text));
                    break;
                case VariablePart variable:
                    text.Append(ParameterText.Place(variable.Name));
                    break;
                case PlaceholderPart placeholder:
                    text.Append(ParameterText.Place(WordReader.Clean(placeholder.Name)));
                    break;
                default:
                    // what it stands for is filled in later, as text
                    return [];
            }
        pieces.Add(text.ToString());
        for (var i = 0; i < pieces.Count && pieces.Count > 1; i += 2) pieces[i] = parameters.Take(pieces[i]);
        return pieces;
    }

    private static void Split(string literal, List<string> pieces, StringBuilder text)
    {
        var from = 0;
        // where one bracket is not closed, none behind it is
        var closed = true;
        for (var i = 0; i < literal.Length; i++)
        {
            if (literal[i] is not ('*' or '?' or '[')) continue;
            var end = literal[i] != '[' ? i : closed ? literal.IndexOf(']', Math.Min(i + 2, literal.Length)) : -1;
            if (end < 0)
            {
                closed = false;
                continue;
            }
            pieces.Add(text.Append(literal, from, i - from).ToString());
            text.Clear();
            pieces.Add(literal[i..(end + 1)]);
            from = (i = end) + 1;
        }
        text.Append(literal, from, literal.Length - from);
    }
}
