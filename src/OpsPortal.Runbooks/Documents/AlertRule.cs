namespace OpsPortal.Runbooks.Documents;

/// <summary>An alert rule of Prometheus that the document shows (<c>- alert:</c> in a fence of YAML).</summary>
/// <param name="Expression">PromQL, on one line.</param>
/// <param name="For">How long it has to hold before the alert fires; null where the rule says nothing, or nothing that is a duration.</param>
/// <param name="Severity">The label of that name.</param>
/// <param name="Line">1-based line of the <c>alert:</c>.</param>
public sealed record AlertRule(string Name, string Expression, TimeSpan? For, string? Severity, IReadOnlyDictionary<string, string> Labels, string? Summary, int Line);
