namespace OpsPortal.Runbooks.Expectations;

/// <summary>What the runbook says to expect of a step.</summary>
/// <param name="Kind">One of <see cref="ExpectationKind"/>.</param>
/// <param name="Text">As the runbook words it.</param>
public sealed record Expectation(string Kind, string Text, int Line);

/// <summary>How an expectation is compared.</summary>
public static class ExpectationKind
{
    /// <summary>A person judges.</summary>
    public const string Text = "text";

    /// <summary>"&lt; 10", "lag below 1MB", "3 rows".</summary>
    public const string Number = "number";

    /// <summary>Some literal text is shown.</summary>
    public const string Contains = "contains";

    /// <summary><c>status: "healthy"</c>.</summary>
    public const string Field = "field";

    /// <summary>"healthy", "Connection successful".</summary>
    public const string State = "state";

    /// <summary>"no errors", "nothing".</summary>
    public const string None = "none";

    /// <summary>"Increasing counter": compared with an earlier run.</summary>
    public const string Increases = "increases";

    /// <summary>JSON of which the answer has at least what is shown.</summary>
    public const string Json = "json";

    /// <summary>Output as the runbook's author saw it.</summary>
    public const string Output = "output";

    /// <summary>"Should fail", "Connection refused".</summary>
    public const string Fails = "fails";

    /// <summary>"All pods Running".</summary>
    public const string AllRunning = "allRunning";
}
