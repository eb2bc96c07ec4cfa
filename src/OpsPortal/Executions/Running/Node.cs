namespace OpsPortal.Executions.Running;

/// <summary>This process, as sentences name it.</summary>
public sealed record Node(string Name)
{
    /// <summary>Of this start: a process that takes the name of one that died is another one.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>As configured under <c>Node</c>; otherwise the machine and the process, so that several on one machine can be told apart.</summary>
    public static Node Of(IConfiguration configuration) => new(configuration["Node"] is { Length: > 0 } name ? name : $"{Environment.MachineName}-{Environment.ProcessId}");
}
