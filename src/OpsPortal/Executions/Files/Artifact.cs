namespace OpsPortal.Executions.Files;

/// <summary>A file that an execution made: what <c>&gt; file</c>, <c>tee</c>, <c>-o file</c> or a dump wrote.</summary>
public sealed class Artifact
{
    public Guid Id { get; init; }
    public long ExecutionId { get; init; }
    public Guid EnvironmentId { get; init; }

    /// <summary>Null where the step belongs to no runbook.</summary>
    public Guid? RunbookId { get; init; }

    /// <summary>As the runbook calls it, e.g. <c>logs-20261121.log</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes.</summary>
    public long Size { get; set; }

    /// <summary>Kept byte by byte, because a dump with something taken out of it restores nothing. Reading it is on record.</summary>
    public bool Exact { get; init; }

    /// <summary>False while it is being written, and for good where its worker died.</summary>
    public bool Complete { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A piece of an artifact; pieces count from 0.</summary>
public sealed class ArtifactChunk
{
    public const int Bytes = 256 * 1024;

    public Guid ArtifactId { get; init; }
    public int N { get; init; }
    public required byte[] Content { get; init; }
}
