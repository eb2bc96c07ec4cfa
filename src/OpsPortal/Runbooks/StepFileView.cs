using OpsPortal.Executions.Files;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Files;
using OpsPortal.Runbooks.Files;

namespace OpsPortal.Runbooks;

/// <summary>A file that a step reads, and where it would come from.</summary>
/// <param name="Name">As the command names it; may be a pattern or a folder.</param>
/// <param name="Words">For a card: "made by exec 12".</param>
public sealed record StepFileView(string Name, string Words, bool Missing)
{
    /// <summary>For each step in turn, with the values given so far. Names that hold what is not known yet are left out.</summary>
    public static IReadOnlyList<IReadOnlyList<StepFileView>> OfAll(IReadOnlyList<StepFileUse> steps, IReadOnlyDictionary<string, string> values, FileShelf shelf)
    {
        List<IReadOnlyList<StepFileView>> all = [];
        Dictionary<string, int> written = [];
        for (var i = 0; i < steps.Count; i++)
        {
            all.Add([.. Known(steps[i].Reads, values).Select(name => Of(name, shelf, written))]);
            foreach (var name in Known(steps[i].Writes, values)) written.TryAdd(FilePath.Normal(name), i + 1);
        }
        return all;
    }

    /// <summary>Names without places that are still to be filled.</summary>
    public static IEnumerable<string> Known(IEnumerable<string> names, IReadOnlyDictionary<string, string> values) =>
        names.Select(name => ParameterText.Bind(name, values)).Where(name => ParameterText.Names(name).Count == 0);

    private static StepFileView Of(string name, FileShelf shelf, Dictionary<string, int> written)
    {
        var path = FilePath.Normal(name);
        if (shelf.Made.Where(m => FilePath.Matches(m.Key, path)).Select(m => m.Value).DefaultIfEmpty().Max() is > 0 and var execution) return new(name, $"made by exec {execution}", false);
        if (shelf.Attached.Any(file => FilePath.Matches(file, path))) return new(name, "in the runbook's files", false);
        if (shelf.OnHost.Contains(name)) return new(name, "in the environment's directory", false);
        return written.Where(w => FilePath.Matches(w.Key, path)).Select(w => w.Value).DefaultIfEmpty().Max() is > 0 and var step
            ? new(name, $"made by step {step}, which has not run here yet", false)
            : new(name, "missing", true);
    }
}
