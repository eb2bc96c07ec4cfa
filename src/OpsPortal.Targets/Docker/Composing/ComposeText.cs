using System.Text;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary>Variables in a compose file: <c>$NAME</c>, <c>${NAME}</c>, <c>${NAME:-default}</c>, <c>${NAME-default}</c>, <c>${NAME:?message}</c>, <c>${NAME:+other}</c>; <c>$$</c> is a dollar sign.</summary>
internal static partial class ComposeText
{
    /// <exception cref="ComposeException">A variable is needed and not set.</exception>
    public static string Fill(string text, IReadOnlyDictionary<string, string> variables, ICollection<string> unset) => Place().Replace(text, match =>
    {
        if (match.Value == "$$") return "$";
        var name = match.Groups["bare"].Success ? match.Groups["bare"].Value : match.Groups["name"].Value;
        var known = variables.TryGetValue(name, out var value);
        var filled = match.Groups["sign"].Value.StartsWith(':') ? !string.IsNullOrEmpty(value) : known;
        var other = match.Groups["other"].Value;
        switch (match.Groups["sign"].Value)
        {
            case ":-" or "-": return filled ? value! : Fill(other, variables, unset);
            case ":+" or "+": return filled ? Fill(other, variables, unset) : "";
            case ":?" or "?" when !filled: throw new ComposeException($"required variable {name} is missing a value: {other}");
        }
        if (!known && !unset.Contains(name)) unset.Add(name);
        return value ?? "";
    });

    /// <summary>The lines of an <c>.env</c> file.</summary>
    public static Dictionary<string, string> Variables(string text)
    {
        Dictionary<string, string> all = [];
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#' && l.Contains('=')))
        {
            var (name, value) = (line[..line.IndexOf('=')].Trim(), line[(line.IndexOf('=') + 1)..].Trim());
            if (name.StartsWith("export ", StringComparison.Ordinal)) name = name[7..];
            all[name] = value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value.Split(" #")[0].TrimEnd();
        }
        return all;
    }

    /// <summary>A command as compose splits it: blanks part words, quotes hold them together.</summary>
    public static IReadOnlyList<string> Words(string command)
    {
        List<string> words = [];
        var word = new StringBuilder();
        var (quote, begun) = ('\0', false);
        foreach (var letter in command)
            if (quote != '\0')
            {
                if (letter == quote) quote = '\0';
                else word.Append(letter);
            }
            else if (letter is '"' or '\'') (quote, begun) = (letter, true);
            else if (!char.IsWhiteSpace(letter)) word.Append(letter);
            else if (word.Length > 0 || begun)
            {
                words.Add(word.ToString());
                word.Clear();
                begun = false;
            }
        if (word.Length > 0 || begun) words.Add(word.ToString());
        return words;
    }

    [GeneratedRegex(@"\$\$|\$(?<bare>[A-Za-z_]\w*)|\$\{(?<name>[A-Za-z_]\w*)(?:(?<sign>:?[-?+])(?<other>[^{}]*(?:\$\{[^{}]*\}[^{}]*)*))?\}")]
    private static partial Regex Place();
}

/// <summary>A compose file, or a request on its project, that cannot be carried out; the message says why and what to do.</summary>
internal sealed class ComposeException(string message) : Exception(message);
