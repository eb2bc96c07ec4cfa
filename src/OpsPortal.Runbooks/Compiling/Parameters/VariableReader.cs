using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling.Parameters;

/// <summary><c>$X</c>, <c>${X}</c> and <c>${X…}</c> as text with places.</summary>
internal static partial class VariableReader
{
    // the operators that cut and change a value, longest first
    [GeneratedRegex(@"^(?<k>##|#|%%|%|\^\^|\^|,,|,|//|/|:(?=\s*\(?-?\d|\s+-))(?<a>.*)$", RegexOptions.Singleline)]
    private static partial Regex Change();

    public static string? Read(VariablePart variable, CommandContext context, out string? reason)
    {
        reason = null;
        var name = variable.Name;
        if (!(char.IsAsciiLetter(name[0]) || name[0] == '_'))
        {
            reason = name switch
            {
                "?" => "$? is how the command before it ended, which only a shell remembers",
                "$" or "!" => $"${name} is the number of a process of your own machine",
                _ => $"${name} stands for an argument of a script",
            };
            return null;
        }
        var local = context.Locals.Find(name, out var value);
        if (local && value is null)
        {
            reason = $"which value {name} has here is known only when it runs";
            return null;
        }
        value ??= context.Scope.Prefix(name) + ParameterText.Place(name);
        switch (variable.Operation)
        {
            case null or "[@]" or "[*]":
                return value;
            case [':', '-' or '=', .. var text]: return Default(name, text, value, local, variable, context);
            case ['-' or '=', .. var text]: return Default(name, text, value, local, variable, context);
            case [':', '?', ..] or ['?', ..]: return value;
            case "#": return Changed(variable, value, new("length"), context);
        }
        if (variable.Operation is ['[', .. var index, ']'] && int.TryParse(index, out var at) && context.Scope.List(name) is { } list && at >= 0 && at < list.Count) return list[at];
        if (Operation(variable.Operation) is { } operation) return Changed(variable, value, operation, context);
        reason = $"the expansion ${{{name}{variable.Operation}}} needs a shell";
        return null;
    }

    private static string Default(string name, string text, string value, bool local, VariablePart variable, CommandContext context)
    {
        if (local) return value;
        if (text.AsSpan().IndexOfAny('$', '`') < 0) context.Parameters.Offer(name, text.Trim('"', '\''));
        else
            context.Note(DiagnosticSeverity.Info, DiagnosticCodes.DefaultNotOffered,
                $"The default in ${{{name}{variable.Operation}}} is not offered, because it has to be found itself; whoever runs the step is asked for {name}.");
        return value;
    }

    private static TextOperation? Operation(string text)
    {
        if (text.AsSpan().IndexOfAny('$', '`') >= 0 || Change().Match(text) is not { Success: true } match) return null;
        var (kind, argument) = (match.Groups["k"].Value, match.Groups["a"].Value);
        if (kind is ":") return argument.IndexOf(':') is >= 0 and var colon ? new(kind, Number(argument[..colon]), Number(argument[(colon + 1)..])) : new(kind, Number(argument));
        if (kind is not ("/" or "//")) return new(kind, Unquoted(argument));
        var slash = 0;
        while (slash < argument.Length && argument[slash] != '/') slash += argument[slash] == '\\' ? 2 : 1;
        return slash < argument.Length ? new(kind, Unquoted(argument[..slash]), Unquoted(argument[(slash + 1)..])) : new(kind, Unquoted(argument), "");
    }

    private static string Number(string text) => text.Trim(' ', '(', ')');

    private static string Unquoted(string text) => text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;

    private static string Changed(VariablePart variable, string value, TextOperation operation, CommandContext context)
    {
        var place = context.NewPlace(operation.Kind == "length" ? $"${{#{variable.Name}}}" : $"${{{variable.Name}{variable.Operation}}}");
        context.Add(new Lookup(place, new ValueText(context.Parameters.Take(value)) { Operation = operation }, []) { MayBeEmpty = true });
        return ParameterText.Place(place);
    }
}

/// <summary>The inside of <c>$((…))</c>, its variables as places.</summary>
internal static partial class ArithmeticText
{
    [GeneratedRegex(@"0[xX][0-9A-Fa-f]+|\d+#?|\$?\{?(?<n>[A-Za-z_]\w*)\}?|[-+*/%()<>=!&|^~?:\s]+|(?<odd>.)", RegexOptions.Singleline)]
    private static partial Regex Tokens();

    public static string? Read(string source, CommandContext context, out string? reason)
    {
        var text = new StringBuilder();
        foreach (Match token in Tokens().Matches(source))
        {
            reason = token.Groups["odd"].Success ? $"the calculation $(({Shown(source)})) needs a shell"
                : token.Value.Contains("++", StringComparison.Ordinal) || token.Value.Contains("--", StringComparison.Ordinal) || IsAssignment(token.Value) ? "a calculation that sets a variable needs a shell" : null;
            if (reason is not null) return null;
            if (!token.Groups["n"].Success) text.Append(token.Value);
            else if (VariableReader.Read(new(token.Groups["n"].Value, null, false), context, out reason) is { } value) text.Append(context.Parameters.Take(value));
            else return null;
        }
        reason = null;
        return text.ToString();
    }

    private static bool IsAssignment(string operators)
    {
        for (var i = operators.IndexOf('='); i >= 0; i = operators.IndexOf('=', i + 1))
            if (i + 1 < operators.Length && operators[i + 1] == '=') i++;
            else if (i == 0 || operators[i - 1] is not ('<' or '>' or '!')) return true;
        return false;
    }

    private static string Shown(string text) => text.Length > 40 ? $"{text[..39]}…" : text;
}
