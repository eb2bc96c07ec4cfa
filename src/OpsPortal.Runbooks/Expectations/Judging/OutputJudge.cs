using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>Output as the author saw it: the same lines have to be there, in order, apart from what differs from run to run.</summary>
internal static partial class OutputJudge
{
    private const int MostLines = 200;

    private enum Likeness { Other, Near, Contrary, Same }

    public static Verdict Of(string words, ExpectationSubject subject)
    {
        if (JsonText.Parse(words) is { ValueKind: System.Text.Json.JsonValueKind.Object or System.Text.Json.JsonValueKind.Array }) return JsonJudge.Of(words, subject);
        var expected = words.Split('\n').Select(Tokens).Where(t => t.Length > 0 && !t.All(VaryingText.IsPlaceholder)).Take(MostLines).ToList();
        var actual = subject.Printed.Take(10 * MostLines).Select(l => (Line: l, Tokens: Tokens(l.Text))).ToList();
        if (expected.Count == 0) return Verdict.Judge("Compare the output with what the runbook shows yourself.");
        if (actual.Count == 0) return Verdict.NotMet("Nothing was printed, and the runbook shows output.");
        List<SubjectLine> found = [];
        string[]? headers = null;
        var from = 0;
        foreach (var line in expected)
        {
            if (line.Length > 1 && line.All(t => t.All(c => !char.IsAsciiLetterLower(c)) && t.Any(char.IsAsciiLetterUpper))) headers = line;
            var at = actual.FindIndex(from, a => Compare(line, a.Tokens, headers) == Likeness.Same);
            if (at >= 0)
            {
                found.Add(actual[at].Line);
                from = at + 1;
                continue;
            }
            var contrary = actual.FindIndex(a => Compare(line, a.Tokens, headers) == Likeness.Contrary);
            return contrary >= 0
                ? Verdict.NotMet($"The runbook shows {Brief.Quoted(string.Join(' ', line))}, and this is {Brief.Quoted(string.Join(' ', actual[contrary].Tokens))}.", actual[contrary].Line)
                : Verdict.Judge($"There is no line as {Brief.Quoted(string.Join(' ', line))}. Compare the output yourself.");
        }
        return Verdict.Met(found.Count == 1 ? "The line is there as the runbook shows it." : $"All {found.Count} lines are there as the runbook shows them.", found);
    }

    private static Likeness Compare(string[] expected, string[] actual, string[]? headers)
    {
        if (expected.Length != actual.Length) return expected is [.., var open] && VaryingText.IsPlaceholder(open) && actual.Length >= expected.Length ? Compare(expected[..^1], actual[..(expected.Length - 1)], headers) : Likeness.Other;
        Likeness likeness = Likeness.Same;
        for (var i = 0; i < expected.Length; i++)
        {
            var (wanted, got) = (expected[i], actual[i]);
            if (wanted.Equals(got, StringComparison.Ordinal) || VaryingText.IsPlaceholder(wanted) || VaryingText.Alike(wanted, got) || Varies(headers, i, expected.Length)) continue;
            // lines that begin alike speak of the same thing
            if (i == 0) return Likeness.Other;
            likeness = Contradicts(wanted, got) ? Likeness.Contrary : likeness == Likeness.Contrary ? likeness : Likeness.Near;
        }
        return likeness;
    }

    /// <summary>Columns of kubectl's tables whose values are measured.</summary>
    private static bool Varies(string[]? headers, int column, int count) => headers is not null && headers.Length == count && headers[column] is "AGE" or "RESTARTS" or "LAST" or "CPU(cores)" or "MEMORY(bytes)" or "CPU%" or "MEMORY%" or "IP" or "CLUSTER-IP" or "NODE" or "UPTIME";

    private static bool Contradicts(string wanted, string got) =>
        (Ratio().IsMatch(wanted) && Ratio().IsMatch(got)) || (StateWords.Of(wanted) == Tone.Good && StateWords.Of(got) is Tone.Bad or Tone.Doubtful)
        || (wanted is "Running" or "Completed" or "Bound" or "Ready" && char.IsUpper(got[0]));

    private static string[] Tokens(string line) => Brief.Of(line, 2000).Split((char[])[' ', '\t', '|'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^\d+/\d+$")]
    private static partial Regex Ratio();
}
