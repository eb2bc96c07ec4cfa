using System.Text;
using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Targets.Flow;

/// <summary>Reads all items first, then does the body for each, one after the other.</summary>
internal sealed class FlowForEachExecutor : FlowExecutor<FlowForEach>
{
    private const int MostItems = 1000;

    protected override async Task<ActionOutcome> ExecuteAsync(FlowForEach action, ActionContext context, CancellationToken cancellation)
    {
        var source = new CapturedOutput(context.Output, shows: false);
        var read = await (context with { Output = source }).RunPartAsync(action.Source, cancellation);
        if (!read.Succeeded) return read;
        var items = ItemText.Split(source.Text, action.Split, action.Separator);
        if (items.Count == 0) return ActionOutcome.Success("there was no item, so nothing was done");
        if (items.Count > MostItems) return ActionOutcome.Failure($"{items.Count} items are more than the {MostItems} that are done in one step. Narrow down what is asked for.");
        List<string> failures = [];
        var done = 0;
        foreach (var item in items)
        {
            var values = ItemText.Fields(item, action.Items, action.Separator);
            var outcome = await context.RunPartAsync(action.Body.Bind(values), cancellation);
            if (outcome.Succeeded) done++;
            else failures.Add($"{item}: {outcome.Reason}");
            if (outcome.Signal == FlowSignal.Exit) return outcome;
            if (outcome.Signal == FlowSignal.Break) break;
        }
        var told = $"done for {done} of {items.Count} item{(items.Count == 1 ? "" : "s")}";
        return failures.Count == 0 ? ActionOutcome.Success(told) : ActionOutcome.Failure($"{told}; {string.Join("; ", failures.Take(5))}");
    }
}

/// <summary>Items of a text, and words of an item.</summary>
internal static class ItemText
{
    private static readonly char[] Blanks = [' ', '\t', '\n', '\r'];

    public static List<string> Split(string text, ItemSplit split, string? separator) => split switch
    {
        ItemSplit.Lines => [.. text.Split('\n').Select(l => l.Trim(' ', '\t', '\r')).Where(l => l.Length > 0)],
        ItemSplit.Words => [.. text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries)],
        ItemSplit.Separator => [.. text.TrimEnd('\n').Split(separator is null or "" ? "\0" : separator, StringSplitOptions.RemoveEmptyEntries)],
        _ => Quoted(text),
    };

    public static Dictionary<string, string> Fields(string item, IReadOnlyList<string> names, string? separator)
    {
        if (names.Count == 1) return new() { [names[0]] = item };
        var fields = separator is { Length: > 0 } ? item.Split(separator, names.Count) : item.Split(Blanks, names.Count, StringSplitOptions.RemoveEmptyEntries);
        return names.Select((name, i) => (name, i < fields.Length ? fields[i].Trim() : "")).ToDictionary(f => f.name, f => f.Item2);
    }

    private static List<string> Quoted(string text)
    {
        List<string> items = [];
        var item = new StringBuilder();
        var (quote, any) = ('\0', false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quote == '\0' && Array.IndexOf(Blanks, c) >= 0)
            {
                if (any) items.Add(item.ToString());
                item.Clear();
                any = false;
                continue;
            }
            any = true;
            if (c == quote) quote = '\0';
            else if (quote == '\0' && c is '"' or '\'' && quote == '\0') quote = c;
            else if (quote == '\0' && c == '\\' && i + 1 < text.Length) item.Append(text[++i]);
            else item.Append(c);
        }
        if (any) items.Add(item.ToString());
        return items;
    }
}
