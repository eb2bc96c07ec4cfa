namespace OpsPortal.Sandbox.Data;

/// <summary>A server that the commands of a system's runbook mean.</summary>
/// <param name="Name">For people.</param>
/// <param name="ConnectionString">Npgsql's for PostgreSQL; <c>host:port,password=…,db=0</c> for Redis.</param>
/// <param name="Binds">Pods, hosts and variables as commands name them (<c>platform/postgres-pod</c>, <c>$DATABASE_URL</c>), and the system's name.</param>
public sealed record SandboxBinding(string Name, string ConnectionString, IReadOnlyList<string> Binds);
