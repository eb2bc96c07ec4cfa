using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Parameters;

/// <summary>From a shell word to the text a program would be given, variables as places.</summary>
internal static partial class WordReader
{
    [GeneratedRegex(@"\{[^{}\s""']*,[^{}\s""']*\}|\{\w+\.\.\w+\}")]
    private static partial Regex BraceExpansion();

    /// <summary>The text, or null with the reason why there is none before the command runs.</summary>
    public static string? Read(Word word, out string? reason)
    {
        reason = null;
        var text = new StringBuilder();
        foreach (var part in word.Parts)
        {
            reason = part switch
            {
                LiteralPart { Quoted: false } literal when BraceExpansion().IsMatch(literal.Text) => "brace expansion",
                LiteralPart or PlaceholderPart => null,
                VariablePart variable when !IsName(variable.Name) => $"${variable.Name}",
                VariablePart { Operation: null or [':', '-' or '=' or '?', ..] or ['-' or '?', ..] } => null,
                VariablePart variable => $"the expansion ${{{variable.Name}{variable.Operation}}}",
                SubstitutionPart => "command substitution",
                ArithmeticPart => "arithmetic",
                ProcessPart => "process substitution",
                _ => "an array",
            };
            if (reason is not null) return null;
            text.Append(part switch
            {
                LiteralPart literal => Clean(literal.Text),
                VariablePart variable => ParameterText.Place(variable.Name),
                PlaceholderPart placeholder => ParameterText.Place(Clean(placeholder.Name)),
                _ => "",
            });
        }
        return text.ToString();
    }

    /// <summary>What a variable falls back to (<c>${X:-5}</c>), for the diagnostic that says it is not offered.</summary>
    public static VariablePart? WithDefault(Word word) =>
        word.Parts.OfType<VariablePart>().FirstOrDefault(v => v.Operation is [':', '-' or '=', ..] or ['-', ..]);

    private static bool IsName(string name) => char.IsAsciiLetter(name[0]) || name[0] == '_';

    internal static string Clean(string text) =>
        text.AsSpan().ContainsAny(ParameterText.Open, ParameterText.Close) ? text.Replace($"{ParameterText.Open}", "").Replace($"{ParameterText.Close}", "") : text;
}
