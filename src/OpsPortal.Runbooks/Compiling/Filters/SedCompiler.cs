using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Filters.SedLanguage;

namespace OpsPortal.Runbooks.Compiling.Filters;

internal sealed class SedCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Switch("quiet", 'n'), Flag.Switch("silent"), Flag.Valued("expression", 'e'), Flag.Switch("regexp-extended", 'E'), Flag.Switch("r"), Flag.Switch("unbuffered", 'u'), Flag.Switch("separate", 's'), Flag.Switch("sandbox"), Flag.Switch("posix"),
        Flag.NotYet("in-place", 'i', FlagValue.Optional), Flag.NotYet("file", 'f', FlagValue.Required), Flag.NotYet("null-data", 'z'), Flag.NotYet("line-length", 'l', FlagValue.Required), Flag.NotYet("debug"));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        var named = words.Any(w => w is "--expression" || w.StartsWith("--expression=", StringComparison.Ordinal) || (w is ['-', not '-', ..] && w.Contains('e')));
        if (Read("sed", words, Flags, named ? 0 : 1, out reason) is not { } list) return null;
        var scripts = list.Values("expression").Concat(list.Operands).ToList();
        if (scripts.Count == 0)
        {
            reason = "sed has no script";
            return null;
        }
        var sed = new Sed(source) { Program = ProgramText.Of(string.Join('\n', scripts)), Quiet = list.Switch("quiet") || list.Switch("silent"), Extended = list.Switch("regexp-extended") || list.Switch("r") };
        try
        {
            SedParser.Parse(sed.Program, sed.Extended);
            return sed;
        }
        catch (FilterSyntaxException wrong)
        {
            reason = wrong.Message;
            return null;
        }
    }
}
