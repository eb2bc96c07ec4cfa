using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;

namespace OpsPortal.Runbooks.Compiling.Filters;

internal sealed partial class AwkCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Valued("field-separator", 'F'), Flag.Valued("assign", 'v'), Flag.Switch("posix", 'P'), Flag.NotYet("file", 'f', FlagValue.Required), Flag.NotYet("include", 'i', FlagValue.Required),
        Flag.NotYet("source", 'e', FlagValue.Required), Flag.NotYet("csv", 'k'), Flag.NotYet("characters-as-bytes", 'b'), Flag.NotYet("W", 'W', FlagValue.Required));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        // what follows the program is no flag of awk's
        var list = ArgumentReader.Read("awk", words, Flags, 1, plainLetters: true);
        if (list.Rest is { } rest) list.Operands.AddRange(rest);
        var files = list.Operands.Skip(1).Where(o => o != "-").ToList();
        reason = list.Problem?.Reason ?? (list.Operands.Count == 0 ? "awk has no program"
            : files.Count == 0 ? null : Assignment().IsMatch(files[0]) ? $"variables behind the program of awk are not yet understood; use -v" : "awk reads a file here instead of what is piped to it");
        if (reason is not null) return null;
        List<NamedValue> variables = [];
        foreach (var variable in list.Values("assign"))
        {
            if (!Assignment().IsMatch(variable) || AwkNames.Refusal(variable[..variable.IndexOf('=')]) is not null)
            {
                reason = $"-v of awk wants name=value, and {ParameterText.Display(variable)} is none";
                return null;
            }
            variables.Add(new(variable[..variable.IndexOf('=')], variable[(variable.IndexOf('=') + 1)..]));
        }
        var program = ProgramText.Of(list.Operands[0]);
        try
        {
            AwkParser.Parse(program);
            if (list.Value("field-separator") is { Length: > 1 } separator) Patterns.PosixPattern.Translate(AwkLexer.Unescape(separator), GrepSyntax.Extended, Patterns.PatternEscapes.Awk);
        }
        catch (FilterSyntaxException wrong)
        {
            reason = wrong.Message;
            return null;
        }
        return new Awk(source) { Program = program, FieldSeparator = list.Value("field-separator"), Variables = variables };
    }

    [GeneratedRegex(@"^[A-Za-z_]\w*=")]
    private static partial Regex Assignment();
}
