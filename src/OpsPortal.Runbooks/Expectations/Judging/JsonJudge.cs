
namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>JSON of which the answer has at least what is shown; what is measured may have other values.</summary>
internal static class JsonJudge
{
    public static Verdict Of(string words, ExpectationSubject subject)
    {
        if (JsonText.Parse(words) is not { } expected) return Verdict.Judge("The JSON in the runbook cannot be read, so compare the answer yourself.");
        if (subject.HttpStatus is >= 400 and var status) return Verdict.NotMet($"The answer's status is {status}.");
        if (subject.Printed.Count == 0) return Verdict.NotMet("Nothing was printed.");
        if (JsonText.Read(subject.Printed) is not { } actual) return Verdict.NotMet("The output is no JSON.", subject.Printed.Take(1));
        var comparison = new JsonComparison();
        comparison.Compare(expected, actual, "", "");
        var lines = subject.Printed.Count == 1 ? subject.Printed : [];
        if (comparison.Wrong is [var first, ..]) return Verdict.NotMet(comparison.Wrong.Count == 1 ? $"{first}." : $"{first}, and {comparison.Wrong.Count - 1} more.", lines);
        if (comparison.Doubts is [var doubt, ..]) return Verdict.Judge($"{doubt}{(comparison.Doubts.Count > 1 ? $", and {comparison.Doubts.Count - 1} more" : "")}. Whether that matters is for you to judge.", lines);
        return Verdict.Met(comparison.Varied == 0 ? "The answer has all that is expected." : $"The answer has all that is expected; {Brief.Count(comparison.Varied, "measured value")} {(comparison.Varied == 1 ? "differs" : "differ")}.", lines);
    }
}
