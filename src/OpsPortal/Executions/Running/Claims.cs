using Npgsql;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Running;

/// <summary>A worker's hold on an execution. Whoever does not name it cannot write.</summary>
public sealed record Claim(long ExecutionId, Guid Id);

/// <summary>What a sign of life brought back.</summary>
/// <param name="CancelRequestedBy">Null where nobody asked for it to be cancelled.</param>
public sealed record Renewal(string? CancelRequestedBy);

/// <summary>The fence: claiming, renewing, and asking once more before a side effect. Each is one conditional statement.</summary>
public sealed class Claims(NpgsqlDataSource source, ExecutionLimits limits, Node node, TimeProvider time)
{
    /// <summary>Takes an execution that waits, or a read whose worker died.</summary>
    /// <param name="id">Null takes the one that waits longest.</param>
    /// <returns>Null where there is none to take, or where the portal, or its environment, already runs as many as it may,
    /// or another change at the same target.</returns>
    public async Task<Claim?> TakeAsync(long? id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Two statements: what the second one counts must have been committed when the lock was granted.
        await using var turn = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection, transaction) { Parameters = { new() { Value = (long)AdvisoryLock.Claims } } };
        await turn.ExecuteNonQueryAsync(cancellation);
        await using var take = new NpgsqlCommand(
            """
            update executions
               set state = 'Running', claim_id = $1, lease_until = $2, node = $3, attempt = attempt + 1, started_at = coalesce(started_at, $4), reason = $5
             where id = (select id from executions
                          where ($6::bigint is null or id = $6) and cancel_requested_at is null
                            and (state = 'Queued' or (state = 'Running' and risk = 'Read' and lease_until < $4 and $6 is not null))
                            and (target_key is null or not exists (select 1 from executions other
                                   where other.state = 'Running' and other.environment_id = executions.environment_id and other.target_key = executions.target_key))
                            and (select count(*) from executions other
                                  where other.state = 'Running' and other.lease_until >= $4 and other.environment_id = executions.environment_id) < $8
                          order by id limit 1 for update)
               and (select count(*) from executions where state = 'Running' and lease_until >= $4) < $7
            returning id
            """, connection, transaction)
        {
            Parameters =
            {
                new() { Value = Guid.NewGuid() },
                new() { Value = now + limits.Lease },
                new() { Value = node.Name },
                new() { Value = now },
                new() { Value = ExecutionSentences.Running(node.Name, now) },
                new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint },
                new() { Value = limits.Parallel },
                new() { Value = limits.ParallelPerEnvironment },
            },
        };
        var taken = await take.ExecuteScalarAsync(cancellation);
        if (taken is null && id is { } waiting) await TellWhatItWaitsForAsync(connection, transaction, waiting, cancellation);
        await transaction.CommitAsync(cancellation);
        return taken is long execution ? new(execution, (Guid)take.Parameters[0].Value!) : null;
    }

    /// <summary>One change at a time per target: whoever waits for that reads it in the reason.</summary>
    private static async Task TellWhatItWaitsForAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, long id, CancellationToken cancellation)
    {
        await using var tell = new NpgsqlCommand(
            """
            update executions set reason = 'Waiting until exec ' || other.id || ' by ' || other.requested_by || ' is done with the same target'
              from executions other
             where executions.id = $1 and executions.state = 'Queued'
               and other.state = 'Running' and other.environment_id = executions.environment_id and other.target_key = executions.target_key
            """, connection, transaction)
        { Parameters = { new() { Value = id } } };
        await tell.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Holds it for another lease; null where the claim is lost.</summary>
    public async Task<Renewal?> RenewAsync(NpgsqlConnection connection, Claim claim, CancellationToken cancellation)
    {
        await using var renew = new NpgsqlCommand(
            "update executions set lease_until = $1 where id = $2 and claim_id = $3 and state = 'Running' returning cancel_requested_by", connection)
        {
            Parameters = { new() { Value = time.GetUtcNow() + limits.Lease }, new() { Value = claim.ExecutionId }, new() { Value = claim.Id } },
        };
        return Answer(await renew.ExecuteScalarAsync(cancellation));
    }

    /// <summary>Asked right before a side effect, which so begins with a whole lease: null where the claim is lost or has run out.</summary>
    public async Task<Renewal?> AskAsync(Claim claim, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(
            "update executions set lease_until = $4 where id = $1 and claim_id = $2 and state = 'Running' and lease_until > $3 returning cancel_requested_by");
        ask.Parameters.Add(new() { Value = claim.ExecutionId });
        ask.Parameters.Add(new() { Value = claim.Id });
        var now = time.GetUtcNow();
        ask.Parameters.Add(new() { Value = now });
        ask.Parameters.Add(new() { Value = now + limits.Lease });
        return Answer(await ask.ExecuteScalarAsync(cancellation));
    }

    private static Renewal? Answer(object? cancelRequestedBy) => cancelRequestedBy is null ? null : new(cancelRequestedBy as string);
}
