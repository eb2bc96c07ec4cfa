using System.Text.Json;
using Npgsql;
using OpsPortal.Executions.Running;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Output;

/// <summary>Where an execution got to with its output.</summary>
internal sealed record OutputProgress(int LastLine, long Bytes, int LinesOmitted);

/// <summary>Stores lines as chunks, guarded by the claim in the same statement.</summary>
internal sealed class OutputStore(NpgsqlDataSource source, ILiveBus bus, Claim claim)
{
    /// <param name="chunks">In order; none is empty.</param>
    /// <exception cref="ClaimLostException">Another worker has the execution; nothing was stored.</exception>
    public async Task AppendAsync(IReadOnlyList<IReadOnlyList<OutputLine>> chunks, OutputProgress progress, CancellationToken cancellation)
    {
        await using var append = source.CreateCommand(
            """
            with held as (
                update executions set last_line = $3, output_bytes = $4, lines_omitted = $5
                 where id = $1 and claim_id = $2 and state = 'Running'
                returning id)
            insert into output_chunks (execution_id, first, last, lines)
            select held.id, chunk.first, chunk.last, chunk.lines::json from held, unnest($6, $7, $8) as chunk (first, last, lines)
            """);
        append.Parameters.Add(new() { Value = claim.ExecutionId });
        append.Parameters.Add(new() { Value = claim.Id });
        append.Parameters.Add(new() { Value = progress.LastLine });
        append.Parameters.Add(new() { Value = progress.Bytes });
        append.Parameters.Add(new() { Value = progress.LinesOmitted });
        append.Parameters.Add(new() { Value = chunks.Select(c => c[0].N).ToArray() });
        append.Parameters.Add(new() { Value = chunks.Select(c => c[^1].N).ToArray() });
        append.Parameters.Add(new() { Value = chunks.Select(c => JsonSerializer.Serialize(c, StoredJson.Options)).ToArray() });
        if (await append.ExecuteNonQueryAsync(cancellation) == 0) throw new ClaimLostException();
        await bus.PublishAsync(new(HintKind.Execution, $"{claim.ExecutionId}", progress.LastLine), cancellation);
    }
}
