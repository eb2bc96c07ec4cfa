namespace OpsPortal.Executions.Outcomes;

/// <summary>Whether an execution did what its runbook says to expect.</summary>
/// <param name="Verdict"><c>met</c>, <c>notMet</c> or <c>judge</c>.</param>
/// <param name="Text">Why, in a sentence: "3 of 3 pods are Running".</param>
/// <param name="Lines">Numbers of the lines that show it.</param>
public sealed record StoredVerdict(string Verdict, string Text, IReadOnlyList<int> Lines)
{
    public const string Met = "met";
    public const string NotMet = "notMet";
    public const string Judge = "judge";
}
