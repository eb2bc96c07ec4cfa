using System.Runtime.CompilerServices;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

namespace OpsPortal.Runbooks.Compiling.Filters;

/// <summary>Of mikefarah's yq (4) what means the same in jq: paths, choices by equality, counts and keys.</summary>
internal sealed class YqCompiler : FilterCompiler
{
    private static readonly HashSet<string> Alike = ["select/1", "length/0", "keys/0", "has/1", "map/1", "to_entries/0", "sort/0", "unique/0", "reverse/0", "not/0", "first/0", "last/0", "flatten/0", "any/0", "all/0", "test/1", "contains/1", "join/1", "empty/0"];

    private static readonly FlagTable Flags = new(
        Flag.Switch("unwrapScalar", 'r'), Flag.Switch("raw-output"), Flag.Switch("prettyPrint", 'P'), Flag.Switch("no-colors", 'M'), Flag.Switch("colors", 'C'), Flag.Switch("no-doc", 'N'), Flag.Valued("output-format", 'o'), Flag.Valued("input-format", 'p'),
        Flag.Valued("indent", 'I'), Flag.Switch("tojson", 'j'), Flag.NotYet("inplace", 'i'), Flag.NotYet("exit-status", 'e'), Flag.NotYet("null-input", 'n'), Flag.NotYet("split-exp", 's', FlagValue.Required), Flag.NotYet("from-file", null, FlagValue.Required));

    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        if (words is ["r" or "w" or "m" or "d" or "read" or "write" or "merge" or "eval-all" or "ea" or "shell-completion", ..])
        {
            reason = $"yq {words[0]} is not yet understood";
            return null;
        }
        if (Read("yq", words is ["e" or "eval", ..] ? [.. words.Skip(1)] : words, Flags, 1, out reason, plainLetters: false) is not { } list) return null;
        var format = list.Switch("tojson") ? "json" : list.Value("output-format") ?? "yaml";
        if (format is not ("json" or "j" or "yaml" or "y")) reason = $"-o {ParameterText.Display(format)} of yq is not yet understood";
        if (list.Value("input-format") is not (null or "yaml" or "y" or "json" or "j" or "auto" or "a")) reason = "-p of yq with another format than yaml is not yet understood";
        if (list.Switch("no-doc")) reason = "-N of yq is not yet understood";
        var indent = list.Value("indent") is { } given ? Number("yq", "-I", given, ref reason) ?? 2 : 2;
        var program = ProgramText.Of(list.Operands is [var text] ? text : ".");
        if (reason is not null || !IsAlike(program, ref reason)) return null;
        return new Yq(source) { Program = program, Json = format[0] == 'j', Output = new() { Raw = list.Switch("unwrapScalar") || list.Switch("raw-output"), Indent = Math.Clamp(indent, 0, 8) } };
    }

    private static bool IsAlike(ProgramText program, ref string? reason)
    {
        try
        {
            if (IsAlike(JqParser.Parse(program, []))) return true;
            reason = "this program of yq may mean something else than in jq, so it is not carried out";
        }
        catch (FilterSyntaxException wrong)
        {
            reason = wrong.Message.Replace("the jq program", "the yq program").Replace(" in jq ", " in yq ");
        }
        return false;
    }

    private static bool IsAlike(JqNode? node) => node switch
    {
        _ when !RuntimeHelpers.TryEnsureSufficientExecutionStack() => false,
        null or JqIdentity or JqFilled => true,
        // a star in a text is a wildcard to yq
        JqLiteral literal => literal.Value is not string text || !text.Contains('*'),
        JqIndex index => IsAlike(index.Target) && IsAlike(index.Key),
        JqSlice slice => IsAlike(slice.Target) && IsAlike(slice.From) && IsAlike(slice.To),
        JqIterate iterate => IsAlike(iterate.Target),
        JqPipe pipe => IsAlike(pipe.First) && IsAlike(pipe.Then),
        JqComma comma => IsAlike(comma.First) && IsAlike(comma.Second),
        JqBinary { Operator: "==" or "!=" } binary => IsAlike(binary.Left) && IsAlike(binary.Right),
        JqLogic logic => IsAlike(logic.Left) && IsAlike(logic.Right),
        JqAlternative alternative => IsAlike(alternative.First) && IsAlike(alternative.Otherwise),
        JqCall call => Alike.Contains(call.Signature) && call.Arguments.All(IsAlike),
        JqArrayOf list => IsAlike(list.Elements),
        JqInterpolation or JqEmbedded => false,
        _ => false,
    };
}
