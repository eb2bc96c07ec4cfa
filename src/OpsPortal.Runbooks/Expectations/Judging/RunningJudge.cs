using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>"All pods Running": every pod of the table runs and is ready, or has done its work.</summary>
internal static partial class RunningJudge
{
    private sealed record Item(string Name, SubjectLine Line, string? Problem, bool Finished);

    public static Verdict Of(string words, ExpectationSubject subject)
    {
        var lines = subject.Printed;
        if (subject.Lines.FirstOrDefault(l => NothingThere().IsMatch(l.Text)) is { } nothing) return Verdict.NotMet("There are no pods.", nothing);
        if (lines.Count == 0) return Verdict.Judge("Nothing was printed, so nothing shows that they run.");
        var items = JsonPods.In(lines) is { } pods ? [.. pods.Select(p => new Item(p.Name, lines[0], p.Problem, p.Finished))]
            : StatusTable.In(lines) is { } tables ? OfTables(tables, Nodes().IsMatch(words))
            : Headless(lines) ?? Phases(lines);
        // docker lists only what runs, so its table can show a failure but no success
        if (items is null && lines.Where(l => Stopped().IsMatch(l.Text)).ToList() is { Count: > 0 } stopped)
            return Verdict.NotMet($"{Brief.Count(stopped.Count, "container")} not running.".Replace("container not", "container is not").Replace("containers not", "containers are not"), stopped);
        if (items is null) return Verdict.Judge("This is no table of pods. Look at each of them yourself.");
        var bad = items.Where(i => i.Problem is not null).ToList();
        var what = Nodes().IsMatch(words) ? ("node", "Ready") : Containers().IsMatch(words) ? ("container", "running") : ("pod", "Running");
        if (bad.Count > 0)
            return Verdict.NotMet(bad.Count == 1 ? $"{bad[0].Name} {bad[0].Problem}." : $"{bad.Count} of {items.Count} {what.Item1}s are not {what.Item2}: {Brief.Of(string.Join(", ", bad.Select(b => b.Name)), 120)}.", bad.Select(b => b.Line));
        var running = items.Count(i => !i.Finished);
        if (running == 0) return Verdict.Judge("All of them have finished and none runs.");
        if (Hides(subject)) return Verdict.Judge($"{Sentence(running, items.Count, what)}, but a filter may hide others. Look at the whole list.");
        return Verdict.Met($"{Sentence(running, items.Count, what)}.", items.Select(i => i.Line));
    }

    private static string Sentence(int running, int all, (string Thing, string State) what)
    {
        var finished = all - running;
        var text = running == 1 ? $"1 of 1 {what.Thing}s is {what.State}" : $"{running} of {running} {what.Thing}s are {what.State}";
        return finished == 0 ? text : $"{text}, {finished} more {(finished == 1 ? "has" : "have")} finished";
    }

    private static List<Item>? OfTables(List<StatusTable> tables, bool nodes)
    {
        Dictionary<string, Item> latest = [];
        foreach (var table in tables)
        {
            // a table of services or endpoints tells nothing about running
            if (!table.Has("STATUS") && !table.Has("READY")) continue;
            if (table.Has("IMAGE") || (table.Has("STATUS") && !table.Has("READY") && !nodes)) return null;
            // of a watched table the last row of a pod counts
            foreach (var row in table.Rows)
                latest[row["NAMESPACE"] + "/" + row.Name] = OfRow(row, table.Has("STATUS"));
        }
        return latest.Count > 0 ? [.. latest.Values] : null;
    }

    private static Item OfRow(StatusRow row, bool hasStatus)
    {
        var (status, ready) = (row["STATUS"], row["READY"]);
        if (!row.Aligned)
            return Row().Match(row.Line.Text) is { Success: true } match
                ? OfCells(match.Groups["name"].Value, match.Groups["status"].Value, match.Groups["ready"].Value, row.Line)
                : new(Brief.Of(row.Line.Text.Trim()), row.Line, "is a line that could not be read", false);
        if (row.Name.Length == 0) return new(row.Line.Text.Trim(), row.Line, "is a line that could not be read", false);
        return OfCells(row.Name, hasStatus ? status : null, ready, row.Line);
    }

    private static Item OfCells(string name, string? status, string ready, SubjectLine line)
    {
        if (status is "Completed" or "Succeeded") return new(name, line, null, true);
        if (status is not (null or "Running" or "Ready")) return new(name, line, status.Length == 0 ? "has no status" : $"is {Brief.Of(status, 40)}", false);
        var slash = ready.IndexOf('/');
        if (slash < 0) return new(name, line, status == "Ready" ? null : "does not tell whether it is ready", false);
        if (!int.TryParse(ready.AsSpan(0, slash), out var up) || !int.TryParse(ready.AsSpan(slash + 1), out var all)) return new(name, line, $"is ready {Brief.Quoted(ready)}", false);
        if (all == 0) return new(name, line, "is scaled to 0", false);
        return new(name, line, up < all ? $"is {(status is null ? "not complete" : status)}, but {up} of {all} are ready" : null, false);
    }

    /// <summary>Rows whose header was filtered away or left out.</summary>
    private static List<Item>? Headless(IReadOnlyList<SubjectLine> lines)
    {
        Dictionary<string, Item> latest = [];
        foreach (var line in lines)
        {
            var match = Row().Match(line.Text);
            if (!match.Success) return null;
            latest[match.Groups["ns"].Value + "/" + match.Groups["name"].Value] = OfCells(match.Groups["name"].Value, match.Groups["status"].Value, match.Groups["ready"].Value, line);
        }
        return [.. latest.Values];
    }

    /// <summary>Nothing but phases, as a jsonpath prints them.</summary>
    private static List<Item>? Phases(IReadOnlyList<SubjectLine> lines)
    {
        List<Item> items = [];
        foreach (var line in lines)
            foreach (var word in line.Text.Split((char[])[' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                if (word is not ("Running" or "Pending" or "Failed" or "Succeeded" or "Unknown")) return null;
                items.Add(new("one of them", line, word is "Running" or "Succeeded" ? null : $"is {word}", word == "Succeeded"));
            }
        return items;
    }

    private static bool Hides(ExpectationSubject subject) => subject.Filters.Any(f => f is not (Sort or Grep) || (f is Grep grep && (grep.MaxCount is not null || grep.Patterns.Any(StateWord().IsMatch))));

    [GeneratedRegex(@"^\s*(?:No resources found|Error from server)", RegexOptions.IgnoreCase)]
    private static partial Regex NothingThere();

    [GeneratedRegex(@"^(?:(?<ns>[a-z0-9.-]+)\s+)?(?<name>[a-z0-9./-]+)\s+(?<ready>\d+/\d+)\s+(?<status>[A-Z][\w:/,.-]*)(?:\s|$)")]
    private static partial Regex Row();

    [GeneratedRegex(@"\s{2,}(?:Exited \(|Exit \d|Restarting\b|Dead\b|Created\b)|\((?:unhealthy|health: starting)\)")]
    private static partial Regex Stopped();

    [GeneratedRegex("running|ready|completed|healthy|\\bup\\b|\\d/\\d", RegexOptions.IgnoreCase)]
    private static partial Regex StateWord();

    [GeneratedRegex("\\bnodes?\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Nodes();

    [GeneratedRegex("\\bcontainers?\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Containers();
}
