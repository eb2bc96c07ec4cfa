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
    /// <summary>Takes an execution that waits.</summary>
    /// <param name="id">Null takes the one that waits longest.</param>
    /// <returns>Null where there is none to take, or where the portal, or its environment, already runs as many as it may,
    /// or another change at the same target.</returns>
    public async Task<Claim?> TakeAsync(long? id, CancellationToken cancellation)
    {
        var (now, claim) = (time.GetUtcNow(), Guid.NewGuid());
        // Two statements: what the second one counts must have been committed when the lock was granted. One message: the database itself
        // commits at its end, so that a process which stands still never keeps the others waiting for this lock.
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("select pg_advisory_xact_lock($1)") { Parameters = { new() { Value = (long)AdvisoryLock.Claims } } });
        batch.BatchCommands.Add(new(
            """
            update executions
               set state = 'Running', claim_id = $1, lease_until = $2, node = $3, attempt = attempt + 1, started_at = coalesce(started_at, $4), reason = $5
             where id = (select id from executions
                          where state = 'Queued' and ($6::bigint is null or id = $6) and cancel_requested_at is null
                            and (target_key is null or not exists (select 1 from executions other
                                   where other.state = 'Running' and other.environment_id = executions.environment_id and other.target_key = executions.target_key))
                            and (select count(*) from executions other
                                  where other.state = 'Running' and other.lease_until >= $4 and other.environment_id = executions.environment_id) < $8
                          order by id limit 1 for update)
               and (select count(*) from executions where state = 'Running' and lease_until >= $4) < $7
            returning id
            """)
        {
            Parameters =
            {
                new() { Value = claim },
                new() { Value = now + limits.Lease },
                new() { Value = node.Name },
                new() { Value = now },
                new() { Value = ExecutionSentences.Running(node.Name, now) },
                new() { Value = (object?)id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint },
                new() { Value = limits.Parallel },
                new() { Value = limits.ParallelPerEnvironment },
            },
        });
        long? taken = null;
        await using (var answer = await batch.ExecuteReaderAsync(cancellation))
        {
            await answer.NextResultAsync(cancellation);
            if (await answer.ReadAsync(cancellation)) taken = answer.GetInt64(0);
            // to the end, where the commit is: only then it is ours
            while (await answer.NextResultAsync(cancellation)) { }
        }
        if (taken is null) await TellWhatTheyWaitForAsync(cancellation);
        return taken is { } execution ? new(execution, claim) : null;
    }

    /// <summary>One change at a time per target: whoever waits for that reads it in the reason.</summary>
    private async Task TellWhatTheyWaitForAsync(CancellationToken cancellation)
    {
        await using var tell = source.CreateCommand(
            """
            update executions set reason = told.reason
              from (select waiting.id, 'Waiting until exec ' || other.id || ' by ' || other.requested_by || ' is done with the same target' as reason
                      from executions waiting join executions other
                        on other.state = 'Running' and other.environment_id = waiting.environment_id and other.target_key = waiting.target_key
                     where waiting.state = 'Queued') told
             where executions.id = told.id and executions.state = 'Queued' and executions.reason <> told.reason
            """);
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
