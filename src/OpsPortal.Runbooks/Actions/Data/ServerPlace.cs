using System.Text.Json.Serialization;

namespace OpsPortal.Runbooks.Actions.Data;

/// <summary>Which server a command means, as far as its words tell. The environment's bindings say where that server is.</summary>
public sealed record ServerPlace
{
    /// <summary>Entries of a binding that mean this server, the most exact first: <c>shop/db-0</c>, <c>db-0</c>, <c>deployment/db</c>, a host, <c>$DATABASE_URL</c>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The keys are names in a namespace that the command does not name: each is tried in the environment's default namespace first.</summary>
    public bool InCluster { get; init; }

    /// <summary>Nothing names the server, so it is the one of the runbook's system, else the only one there is.</summary>
    public bool Unnamed { get; init; }

    /// <summary>As the command names them; null leaves them to the binding. For Redis the database is its number.</summary>
    public string? User { get; init; }
    public string? Database { get; init; }

    /// <summary>Host and port as the command writes them, for what the program prints; null where it uses its own.</summary>
    public string? Host { get; init; }
    public string? Port { get; init; }

    /// <summary>What runs the program in its container as written; done where no binding is found. Null where there is no container.</summary>
    public StepAction? Inside { get; init; }

    /// <summary>The shortest of the keys; null where nothing names the server.</summary>
    [JsonIgnore] public string? Server => Keys is [.., var last] ? last : null;

    /// <summary>For a sentence: the database, or the server.</summary>
    [JsonIgnore] public string Shown => ParameterText.Display(Database ?? Server ?? "");
}
