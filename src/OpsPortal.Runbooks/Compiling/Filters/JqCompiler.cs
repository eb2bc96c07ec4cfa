using System.Text.Json;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

namespace OpsPortal.Runbooks.Compiling.Filters;

internal sealed class JqCompiler : FilterCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Switch("raw-output", 'r'), Flag.Switch("compact-output", 'c'), Flag.Switch("exit-status", 'e'), Flag.Switch("slurp", 's'), Flag.Switch("null-input", 'n'), Flag.Switch("raw-input", 'R'), Flag.Switch("sort-keys", 'S'),
        Flag.Switch("monochrome-output", 'M'), Flag.Switch("color-output", 'C'), Flag.Switch("ascii-output", 'a'), Flag.Switch("join-output", 'j'), Flag.Switch("tab"), Flag.Valued("indent"), Flag.Switch("unbuffered"),
        Flag.NotYet("from-file", 'f', FlagValue.Required), Flag.NotYet("stream"), Flag.NotYet("stream-errors"), Flag.NotYet("seq"), Flag.NotYet("slurpfile", null, FlagValue.Required), Flag.NotYet("rawfile", null, FlagValue.Required),
        Flag.NotYet("args"), Flag.NotYet("jsonargs"), Flag.NotYet("raw-output0"), Flag.NotYet("L", 'L', FlagValue.Required));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        List<NamedValue> texts = [], values = [];
        List<string> others = [];
        // these two take two words each
        for (var i = 0; i < words.Count; i++)
            if (words[i] is not ("--arg" or "--argjson")) others.Add(words[i]);
            else if (i + 2 < words.Count)
            {
                (words[i] == "--arg" ? texts : values).Add(new(words[i + 1], words[i + 2]));
                i += 2;
            }
            else
            {
                reason = $"{words[i]} of jq wants a name and a value";
                return null;
            }
        if (Read("jq", others, Flags, 1, out reason) is not { } list) return null;
        var indent = list.Value("indent") is { } given ? Number("jq", "--indent", given, ref reason) ?? 2 : 2;
        if (indent is < 0 or > 7) reason ??= "--indent of jq goes from 0 to 7";
        if (values.FirstOrDefault(v => !v.Value.Contains(ParameterText.Open) && !IsJson(v.Value)) is { } wrong) reason ??= $"--argjson of jq wants JSON, and the value of {wrong.Name} is none";
        // of --tab and -c the last one counts
        var tabs = list.Switch("tab") && others.LastIndexOf("--tab") > others.FindLastIndex(w => w is "--compact-output" || (w is ['-', not '-', ..] && w.Contains('c')));
        var program = ProgramText.Of(list.Operands is [var text] ? text : ".");
        if (reason is not null || !Parses(program, texts.Concat(values).Select(v => v.Name), ref reason)) return null;
        return new Jq(source)
        {
            Program = program,
            Output = new()
            {
                Raw = list.Switch("raw-output"),
                Joined = list.Switch("join-output"),
                SortKeys = list.Switch("sort-keys"),
                Ascii = list.Switch("ascii-output"),
                Indent = list.Switch("compact-output") && !tabs ? 0 : indent,
                Tabs = tabs,
            },
            Slurp = list.Switch("slurp"),
            RawInput = list.Switch("raw-input"),
            NullInput = list.Switch("null-input"),
            ExitStatus = list.Switch("exit-status"),
            Texts = texts,
            Values = values,
        };
    }

    internal static bool Parses(ProgramText program, IEnumerable<string> variables, ref string? reason)
    {
        try
        {
            JqParser.Parse(program, variables);
            return true;
        }
        catch (FilterSyntaxException wrong)
        {
            reason = wrong.Message;
            return false;
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary><c>python -m json.tool</c> and <c>json_pp</c>: nothing but printing.</summary>
internal sealed class PrettyJsonCompiler(bool python) : FilterCompiler
{
    private static readonly FlagTable Flags = new(Flag.Switch("sort-keys"), Flag.Switch("no-ensure-ascii"), Flag.Valued("indent"), Flag.Switch("tab"), Flag.Switch("json-lines"), Flag.NotYet("compact"), Flag.NotYet("no-indent"));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (python && words is not ["-m", "json.tool", ..])
        {
            reason = "python would run a program of its own";
            return null;
        }
        if (Read(python ? "json.tool" : "json_pp", python ? [.. words.Skip(2)] : words, Flags, 0, out reason) is not { } list) return null;
        var standard = python ? 4 : 3;
        var indent = list.Value("indent") is { } given ? Number("json.tool", "--indent", given, ref reason) ?? standard : standard;
        if (reason is not null) return null;
        // json_pp sorts, and Python prints nothing but ASCII unless it is told
        return new Jq(source)
        {
            Program = ProgramText.Of("."),
            Output = new() { Indent = Math.Clamp(indent, 1, 16), Tabs = list.Switch("tab"), SortKeys = !python || list.Switch("sort-keys"), Ascii = python && !list.Switch("no-ensure-ascii") },
        };
    }
}
