using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Filters;

internal sealed class SortCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Switch("reverse", 'r'), Flag.Switch("unique", 'u'), Flag.Switch("numeric-sort", 'n'), Flag.Switch("general-numeric-sort", 'g'), Flag.Switch("human-numeric-sort", 'h'),
        Flag.Switch("version-sort", 'V'), Flag.Switch("month-sort", 'M'), Flag.Switch("ignore-case", 'f'), Flag.Switch("ignore-leading-blanks", 'b'), Flag.Switch("stable", 's'),
        Flag.Valued("field-separator", 't'), Flag.Valued("key", 'k'), Flag.Valued("parallel"), Flag.Valued("buffer-size", 'S'), Flag.Valued("temporary-directory", 'T'),
        Flag.NotYet("dictionary-order", 'd'), Flag.NotYet("ignore-nonprinting", 'i'), Flag.NotYet("random-sort", 'R'), Flag.NotYet("check", 'c', FlagValue.Optional), Flag.NotYet("merge", 'm'),
        Flag.NotYet("output", 'o', FlagValue.Required), Flag.NotYet("zero-terminated", 'z'), Flag.NotYet("files0-from", null, FlagValue.Required));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (Read("sort", words, Flags, 0, out reason) is not { } list) return null;
        List<SortKey> keys = [];
        foreach (var text in list.Values("key"))
            if (SortKeyText.Read(text) is { } key) keys.Add(key);
            else reason ??= $"-k {ParameterText.Display(text)} of sort is not yet understood";
        var separator = list.Value("field-separator");
        if (separator == "\\t") separator = "\t";
        if (separator is { Length: not 1 }) reason ??= "-t of sort wants one character";
        return reason is not null ? null : new Sort(source)
        {
            Reverse = list.Switch("reverse"),
            Unique = list.Switch("unique"),
            Order = list.Switch("human-numeric-sort") ? SortOrder.HumanNumeric : list.Switch("general-numeric-sort") ? SortOrder.GeneralNumeric : list.Switch("numeric-sort") ? SortOrder.Numeric
                : list.Switch("version-sort") ? SortOrder.Version : list.Switch("month-sort") ? SortOrder.Month : SortOrder.Text,
            IgnoreCase = list.Switch("ignore-case"),
            IgnoreLeadingBlanks = list.Switch("ignore-leading-blanks"),
            Stable = list.Switch("stable"),
            Separator = separator,
            Keys = keys,
        };
    }
}
