namespace OpsPortal.Executions.Running;

/// <summary>This process, as sentences name it.</summary>
public sealed record Node(string Name);
