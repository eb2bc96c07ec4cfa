using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>"&lt; 10", "lag below 1MB": the number that was printed is compared.</summary>
internal static partial class NumberJudge
{
    private static readonly string[] CountedLines = ["error", "warning", "failure", "row", "result", "line", "match", "exception"];

    public static Verdict Of(string words, ExpectationSubject subject)
    {
        if (NumberCondition.Parse(words) is not { } condition) return Verdict.Judge("Compare the number yourself.");
        if (subject.HttpStatus is { } status && condition is { Comparison: Comparison.Equal, Unit: null, Value: >= 100 and < 600, Subject: null } && !(subject.Printed is [var alone] && FoundNumber.Whole(alone.Text) is not null))
            return status == (int)condition.Value ? Verdict.Met($"The answer's status is {status}.") : Verdict.NotMet($"The answer's status is {status}, not {condition}.");
        if (condition is { Comparison: Comparison.Equal, Unit: null, Value: >= 100 and < 600 } && subject.Printed.LastOrDefault(l => StatusLine().IsMatch(l.Text)) is { } head)
        {
            var answered = StatusLine().Match(head.Text).Groups[1].Value;
            return answered == condition.ToString() ? Verdict.Met($"The answer's status is {answered}.", head) : Verdict.NotMet($"The answer's status is {answered}, not {condition}.", head);
        }
        // a filter that finds nothing prints nothing
        if (subject.Printed.Count == 0)
            return condition is { Value: 0, Comparison: Comparison.Equal, Thing: { } thing } && CountedLines.Any(c => thing.StartsWith(c, StringComparison.OrdinalIgnoreCase)) && !subject.Lines.Any(l => l.Error && !string.IsNullOrWhiteSpace(l.Text))
                ? Verdict.Met($"There are no {(thing.EndsWith('s') ? thing : thing + "s")}: nothing was printed.")
                : Verdict.Judge($"Nothing was printed, so there is no number to compare with {Brief.Quoted(words)}.");
        var found = FoundNumber.In(subject.Printed, condition);
        if (found.Count == 0) return Verdict.Judge($"Which number in the output is meant is not certain. Compare it with {Brief.Quoted(words)} yourself.");
        var results = found.Select(n => (Number: n, Holds: condition.Holds(n.Value, n.Unit))).ToList();
        var wrong = results.Where(r => r.Holds == false).Select(r => r.Number).ToList();
        if (wrong.Count > 0) return Verdict.NotMet(Sentence(wrong, condition, false, found.Count), wrong.Select(n => n.Line));
        if (results.FirstOrDefault(r => r.Holds is null).Number is { } doubtful)
            return Verdict.Judge($"Whether {Shown(doubtful)} is {condition} is for you to judge.", doubtful.Line);
        return Verdict.Met(Sentence(found, condition, true, found.Count), found.Select(n => n.Line));
    }

    private static string Sentence(IReadOnlyList<FoundNumber> numbers, NumberCondition condition, bool holds, int all)
    {
        var name = condition.Subject is { } subject ? $"{char.ToUpperInvariant(subject[0])}{subject[1..]}: " : "";
        return numbers.Count == 1 && all == 1 ? $"{name}{Shown(numbers[0])} is {(holds ? "" : "not ")}{condition}."
            : holds ? $"{name}all {numbers.Count} numbers are {condition}."
            : $"{name}{numbers.Count} of {all} numbers {(numbers.Count == 1 ? "is" : "are")} not {condition}: {string.Join(", ", numbers.Take(5).Select(Shown))}.";
    }

    private static string Shown(FoundNumber number) => Quantity.Shown(number.Value, number.Unit);

    [GeneratedRegex(@"^[<*\s]*HTTP/[\d.]+ (\d{3})\b")]
    private static partial Regex StatusLine();
}
