using System.Text;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Flow;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Parameters;

/// <summary>
/// From shell words to the texts a program would be given, variables and substitutions as places. A substitution is one word, even where a shell
/// would split what comes of it: a name that is found never becomes two.
/// </summary>
internal static class WordReader
{
    /// <summary>The texts of several words; null with the reason where one of them has none before the command runs.</summary>
    public static List<string>? Words(IReadOnlyList<Word> words, CommandContext context, out string? reason)
    {
        reason = null;
        List<string> texts = [];
        foreach (var word in words)
        {
            // nearly every word
            if (word.Parts is [LiteralPart plain] && (plain.Quoted || !plain.Text.Contains('{')))
            {
                texts.Add(Clean(plain.Text, context));
                continue;
            }
            if (Several(word, context) is { } several)
            {
                texts.AddRange(several);
                continue;
            }
            foreach (var expanded in BraceExpansion.Expand(word))
                if (Read(expanded, context, out reason) is { } text) texts.Add(text);
                else return null;
        }
        return texts;
    }

    /// <summary>The text, or null with the reason why there is none before the command runs.</summary>
    /// <param name="mayBeEmpty">A substitution that finds nothing is an answer, too.</param>
    public static string? Read(Word word, CommandContext context, out string? reason, bool mayBeEmpty = false)
    {
        reason = null;
        if (word.Parts is [LiteralPart only] && (only.Quoted || !only.Text.Contains('{'))) return Clean(only.Text, context);
        var text = new StringBuilder();
        foreach (var part in word.Parts)
        {
            var read = part switch
            {
                LiteralPart { Quoted: false } literal when BraceExpansion.IsMeant(literal.Text) && !BraceExpansion.IsAlone(word) => Refuse("brace expansion around something else", out reason),
                LiteralPart literal => Clean(literal.Text, context),
                PlaceholderPart placeholder => ParameterText.Place(Clean(placeholder.Name, context)),
                VariablePart variable => VariableReader.Read(variable, context, out reason),
                SubstitutionPart substitution => SubstitutionCompiler.Read(substitution, context, mayBeEmpty, out reason),
                ArithmeticPart arithmetic => Calculated(arithmetic, context, out reason),
                ProcessPart => Refuse("a command in place of a file, as in <(…), needs a shell", out reason),
                _ => Refuse("a list of values stands where one is wanted", out reason),
            };
            if (read is null) return null;
            text.Append(read);
        }
        return text.ToString();
    }

    /// <summary>A word that is several: a whole list, or a known text with blanks that no quotes keep together.</summary>
    private static IEnumerable<string>? Several(Word word, CommandContext context)
    {
        if (word.Parts is [SubstitutionPart { Quoted: false } substitution] && SubstitutionCompiler.Counted(substitution) is { } counted) return counted;
        if (word.Parts is not [VariablePart variable]) return null;
        if (variable.Operation is "[@]" or "[*]" or null && context.Scope.List(variable.Name) is { } list) return variable.Operation is null ? list.Take(1) : list;
        if (variable is { Quoted: true } or { Operation: not null }) return null;
        var known = context.Locals.Find(variable.Name, out var text) ? text : context.Scope.Default(variable.Name);
        return known is not null && known.AsSpan().IndexOfAny(" \t\n") >= 0 && !known.Contains(ParameterText.Open) ? known.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries) : null;
    }

    private static string? Calculated(ArithmeticPart arithmetic, CommandContext context, out string? reason)
    {
        if (ArithmeticText.Read(arithmetic.Source, context, out reason) is not { } expression) return null;
        var place = context.NewPlace($"$(({arithmetic.Source.Trim()}))");
        context.Add(new Lookup(place, new ValueArithmetic(expression), []));
        return ParameterText.Place(place);
    }

    private static string? Refuse(string why, out string? reason)
    {
        reason = why;
        return null;
    }

    internal static string Clean(string text, CommandContext context) => context.KeepsPlaces ? text : Clean(text);

    internal static string Clean(string text) =>
        text.AsSpan().ContainsAny(ParameterText.Open, ParameterText.Close) ? text.Replace($"{ParameterText.Open}", "").Replace($"{ParameterText.Close}", "") : text;
}
