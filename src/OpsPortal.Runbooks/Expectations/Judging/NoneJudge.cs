using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>"nothing", "no errors": met where nothing was printed, or where what counts it says none.</summary>
internal static partial class NoneJudge
{
    public static Verdict Of(string words, ExpectationSubject subject)
    {
        var lines = subject.Printed;
        // errors are no output, but an empty output beside them shows nothing
        if (lines.Count == 0)
            return subject.Lines.FirstOrDefault(l => l.Error && !string.IsNullOrWhiteSpace(l.Text) && !NothingThere().IsMatch(l.Text)) is { } note
                ? Verdict.Judge("Nothing was printed but an error or a note.", note)
                : Verdict.Met("Nothing was printed.");
        if (lines is [var only])
        {
            if (FoundNumber.Whole(only.Text) is var (value, _)) return value == 0 ? Verdict.Met("There are 0.", only) : Verdict.NotMet($"There are {Quantity.Shown(value, null)}, and none are expected.", only);
            if (NothingThere().IsMatch(only.Text) || only.Text.Trim() is "[]" or "{}" or "null" or "\"\"") return Verdict.Met($"There is nothing: {Brief.Quoted(only.Text)}.", only);
        }
        if (ResultTable.In(lines) is { } table)
            return table.Rows.Count == 0 ? Verdict.Met("There are no rows.", table.Footer ?? table.Header)
                : table.Columns == 1 && table.Rows is [{ Cells: [var cell] } row] && FoundNumber.Whole(cell) is var (count, _)
                    ? count == 0 ? Verdict.Met("There are 0.", row.Line) : Verdict.NotMet($"There are {Quantity.Shown(count, null)}, and none are expected.", row.Line)
                : Verdict.NotMet($"There {(table.Rows.Count == 1 ? "is 1 row" : $"are {table.Rows.Count} rows")}, and none are expected.", table.Rows.Select(r => r.Line));
        if (Nothing().IsMatch(words)) return Verdict.NotMet($"{Brief.Count(lines.Count, "line")} printed, and none is expected.".Replace("line printed", "line was printed").Replace("lines printed", "lines were printed"), lines);
        if (States().Match(words) is { Success: true } state && StatusTable.In(lines) is { } tables) return OfTables(tables, state.Value, subject);
        return Errors().IsMatch(words) && lines.FirstOrDefault(l => SpeaksOfError().IsMatch(Counted().Replace(l.Text, " "))) is { } error
            ? Verdict.NotMet($"A line speaks of one: {Brief.Quoted(error.Text)}.", error)
            : Verdict.Judge($"Whether there are {Brief.Quoted(words)} among {Brief.Count(lines.Count, "line")} is for you to judge.");
    }

    private static Verdict OfTables(List<StatusTable> tables, string state, ExpectationSubject subject)
    {
        var rows = tables.Where(t => t.Has("STATUS")).SelectMany(t => t.Rows).ToList();
        if (rows.Count == 0 || rows.Any(r => !r.Aligned)) return Verdict.Judge("The table does not tell.");
        var found = rows.Where(r => r["STATUS"].Contains(state, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count > 0) return Verdict.NotMet($"{found[0].Name} is {found[0]["STATUS"]}.", found.Select(r => r.Line));
        return subject.Filters.Count > 0 ? Verdict.Judge("None is in the filtered list; look at the whole one.") : Verdict.Met($"None of {rows.Count} is {state}.");
    }

    [GeneratedRegex(@"^\s*(?:No resources found|\(0 rows\)|\(empty (?:array|list(?: or set)?)\)|\(nil\)|none|no (?:errors?|results?|rows|issues|vulnerabilities|output|data|matches|alerts)(?: found)?)\b?.{0,60}$", RegexOptions.IgnoreCase)]
    private static partial Regex NothingThere();

    [GeneratedRegex(@"^(?:(?:it\s+|output\s+)?(?:should|must)\s+(?:be|return|show|print)\s+|is\s+|be\s+)?(?:none|nothing|empty|(?:an\s+|the\s+)?empty (?:output|result|list|response|array)|no (?:output|results?|rows?|matches|lines?|data|entries|response))(?:\s*\(.*\))?\.?$", RegexOptions.IgnoreCase)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"\b(?:CrashLoopBackOff|Pending|Failed|Evicted|Error|Terminating|ImagePullBackOff|NotReady|OOMKilled|Unknown)\b", RegexOptions.IgnoreCase)]
    private static partial Regex States();

    [GeneratedRegex(@"\b(?:errors?|exceptions?|failures?|panics?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Errors();

    [GeneratedRegex(@"\b(?:error|errors|exception|fatal|panic|traceback|failed|failure)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SpeaksOfError();

    [GeneratedRegex(@"\b(?:no|0|zero|without(?: any)?)\s+(?:[\w-]+\s+)?(?:errors?|exceptions?|failures?|failed)\b|\b[\w.-]*(?:errors?|exceptions?|failures?|failed)[\w.-]*""?\s*[:=]\s*""?(?:0(?![\d.])|null|none|false|\[\])", RegexOptions.IgnoreCase)]
    private static partial Regex Counted();
}
