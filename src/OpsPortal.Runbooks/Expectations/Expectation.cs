namespace OpsPortal.Runbooks.Expectations;

/// <summary>What the runbook says to expect of a step.</summary>
/// <param name="Kind"><c>text</c> (a person judges), <c>number</c>, <c>contains</c>, <c>json</c>, <c>fails</c>, <c>allRunning</c>.</param>
/// <param name="Text">As the runbook words it.</param>
public sealed record Expectation(string Kind, string Text, int Line);
