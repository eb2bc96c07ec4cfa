using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>
/// <c>xargs</c>: its command, for each item, one after the other. A shell would give it many items at once where nothing says otherwise; whoever
/// does one thing to many objects means each of them, so that makes no difference but for the programs that count their arguments.
/// </summary>
internal static class XargsCompiler
{
    private static readonly FlagTable Flags = new(
        Flag.Valued("replace-with", 'I'), new("replace", 'i', FlagValue.Optional), Flag.Valued("max-args", 'n'), Flag.Valued("max-lines", 'L'), Flag.Valued("max-procs", 'P'), Flag.Valued("delimiter", 'd'),
        Flag.Switch("null", '0'), Flag.Switch("no-run-if-empty", 'r'), Flag.Switch("verbose", 't'), Flag.Switch("exit", 'x'), Flag.Valued("max-chars", 's'),
        Flag.NotYet("interactive", 'p'), Flag.NotYet("arg-file", 'a', FlagValue.Required), Flag.NotYet("eof", 'E', FlagValue.Required));

    public static Piece Compile(List<string> words, FlowPart items, CommandContext context)
    {
        var list = ArgumentReader.Read("xargs", [.. words.Skip(1)], Flags, most: 0);
        if (list.Problem is { } problem) return Piece.Manual(problem.Reason);
        List<string> command = [.. list.Operands, .. list.Rest ?? []];
        if (command.Count == 0) command = ["echo"];
        var mark = list.Value("replace-with") ?? (list.Has("replace") ? list.Value("replace") is { Length: > 0 } own ? own : "{}" : null);
        var item = context.NewPlace("$item");
        var (named, prefix) = NamedResources.Of(new Piece(items.Action, null) { Filters = items.Filters });
        items = items with { Filters = named.Filters };
        var place = prefix + ParameterText.Place(item);
        command = mark is null ? [.. command, place] : [.. command.Select(w => w.Replace(mark, place, StringComparison.Ordinal))];
        if (command[0].Contains(ParameterText.Open)) return Piece.Manual("which program xargs runs is known only when it runs");
        var piece = ProgramCompiler.Compile(command, new Dictionary<string, string>(), false, context);
        if (piece.Action is null) return piece;
        if (piece.Action.Live) return Piece.Manual("what xargs runs goes on until it is stopped");
        var separator = list.Switch("null") ? "\0" : list.Value("delimiter") is { } d ? d.Replace("\\n", "\n").Replace("\\t", "\t").Replace("\\0", "\0") : null;
        return new Piece(new FlowForEach(items, [item], piece.Part())
        {
            Split = separator is not null ? ItemSplit.Separator : mark is not null ? ItemSplit.Lines : ItemSplit.QuotedWords,
            Separator = separator,
        }, null)
        { OnHost = piece.OnHost };
    }
}
