using Npgsql;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Postgres.Trials;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Postgres;

/// <summary>pg_ctl promote, by the server's own function; it waits up to a minute, as pg_ctl does.</summary>
internal sealed class PromoteExecutor : PostgresExecutor<PostgresPromote>
{
    protected override Task<ActionPreview> PreviewAsync(PostgresPromote action, ServerBinding server, ActionContext context, CancellationToken cancellation) =>
        AskedAsync(server, action.Place, () => ProgramPreview.OfAsync(action, server, cancellation));

    protected override async Task<ActionOutcome> ExecuteAsync(PostgresPromote action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await PostgresServer.OpenAsync(server, action.Place, null, cancellation);
            await using (var standby = new NpgsqlCommand("select pg_is_in_recovery()", connection))
                if (await standby.ExecuteScalarAsync(cancellation) is not true) return await FailAsync("pg_ctl: cannot promote server; server is not in standby mode");
            await context.BeforeSideEffect(cancellation);
            await using var promote = new NpgsqlCommand("select pg_promote(true, 60)", connection);
            if (await promote.ExecuteScalarAsync(cancellation) is not true) return await FailAsync("pg_ctl: server did not promote in time");
            await context.Output.OutAsync("waiting for server to promote.... done", cancellation);
            await context.Output.OutAsync("server promoted", cancellation);
            return new(true, $"{server.Name} is the primary now", 0);
        }
        catch (PostgresException refused)
        {
            return await FailAsync($"{refused.Severity}:  {refused.MessageText}");
        }

        async Task<ActionOutcome> FailAsync(string sentence)
        {
            await context.Output.ErrorAsync(sentence, cancellation);
            return ActionOutcome.Failure(sentence, 1);
        }
    }
}
