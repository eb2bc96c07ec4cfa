using Npgsql;
using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Postgres;

/// <summary>pg_isready: whether somebody answers, not whether one is let in.</summary>
internal sealed class ReadyExecutor : PostgresExecutor<PostgresReady>
{
    protected override async Task<ActionOutcome> ExecuteAsync(PostgresReady action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var (code, state) = await AskAsync(action, server, cancellation);
        var where = $"{action.Place.Host ?? "/var/run/postgresql"}:{action.Place.Port ?? "5432"}";
        if (!action.Quiet) await context.Output.OutAsync($"{where} - {state}", cancellation);
        return code == 0 ? new(true, $"{server.Name} is {state}", 0) : ActionOutcome.Failure($"{server.Name}: {state}", code);
    }

    private static async Task<(int Code, string State)> AskAsync(PostgresReady action, ServerBinding server, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // pg_isready waits three seconds
        limited.CancelAfter(TimeSpan.FromSeconds(int.TryParse(action.Timeout, out var seconds) && seconds is > 0 and < 600 ? seconds : 3));
        try
        {
            await using var connection = await PostgresServer.OpenAsync(server, action.Place, null, limited.Token);
            return (0, "accepting connections");
        }
        catch (PostgresException refused)
        {
            return refused.SqlState == PostgresErrorCodes.CannotConnectNow ? (1, "rejecting connections") : (0, "accepting connections");
        }
        catch (Exception wrong) when (wrong is TargetUnreachableException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return (2, "no response");
        }
    }
}
