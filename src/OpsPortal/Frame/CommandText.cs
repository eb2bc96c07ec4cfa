using System.Text.RegularExpressions;

namespace OpsPortal.Frame;

/// <summary>A command cut up for reading: the programs of its pipeline, and the places for parameters in them. Only for the eye; nothing is run from it.</summary>
public static partial class CommandText
{
    /// <summary>The programs of a pipeline. A command of several lines or statements is left whole, except for its pipes.</summary>
    public static IReadOnlyList<string> Pipeline(string source)
    {
        List<string> programs = [];
        var (start, quote) = (0, '\0');
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (quote == '\'') { if (c == quote) quote = '\0'; }
            else if (c == '\\') i++;
            else if (quote != '\0') { if (c == quote) quote = '\0'; }
            else if (c is '\'' or '"') quote = c;
            else if (c == '|' && source.ElementAtOrDefault(i + 1) == '|') i++;
            else if (c == '|' && source.ElementAtOrDefault(i - 1) != '>')
            {
                programs.Add(source[start..i].Trim());
                start = i + 1;
            }
        }
        programs.Add(source[start..].Trim());
        return programs;
    }

    /// <summary>Text and places in turn.</summary>
    /// <param name="names">The step's parameters; what merely looks like a place is left alone.</param>
    public static IEnumerable<CommandPiece> Pieces(string text, IReadOnlyCollection<string> names, IReadOnlyDictionary<string, string> values)
    {
        var at = 0;
        foreach (Match match in Places().Matches(text))
        {
            var written = match.Groups["name"].Value;
            if (names.FirstOrDefault(n => Same(n, written)) is not { } name) continue;
            if (match.Index > at) yield return new(text[at..match.Index], null, false);
            var value = values.GetValueOrDefault(name);
            yield return string.IsNullOrEmpty(value) ? new(match.Value, name, false) : new(value, name, true);
            at = match.Index + match.Length;
        }
        if (at < text.Length) yield return new(text[at..], null, false);
    }

    private static bool Same(string a, string b) => Plain(a).Equals(Plain(b), StringComparison.OrdinalIgnoreCase);
    private static string Plain(string name) => name.Replace('_', '-').Replace(' ', '-');

    [GeneratedRegex(@"<(?<name>[A-Za-z][\w .-]*)>|\$?\{(?<name>[A-Za-z_][\w-]*)\}|\$(?<name>[A-Za-z_]\w*)|\[(?<name>[A-Za-z][\w -]*)\]")]
    private static partial Regex Places();
}

/// <param name="Parameter">Null for plain text.</param>
/// <param name="Filled">The text is the value, not the place.</param>
public sealed record CommandPiece(string Text, string? Parameter, bool Filled);
