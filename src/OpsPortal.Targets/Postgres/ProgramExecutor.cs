using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Postgres.Trials;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Postgres;

/// <summary>Runs a client program with a binding's connection; where this machine has none, the one in the container.</summary>
internal abstract class ProgramExecutor<TAction> : PostgresExecutor<TAction> where TAction : PostgresProgram
{
    protected override async Task<ActionOutcome> ExecuteAsync(TAction action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        if (ClientProcess.Find(action.Program) is not { } path)
            return action.Place.Inside is { } inside ? await context.RunAsync(inside, [], context, cancellation)
                : ActionOutcome.Failure($"{action.Program} is not on the portal's machine. Install PostgreSQL's client programs there (postgresql-client), or run it in a container.");
        if (action.Risk != Risk.Read) await context.BeforeSideEffect(cancellation);
        return await RunAsync(action, path, server, context, cancellation);
    }

    protected abstract Task<ActionOutcome> RunAsync(TAction action, string path, ServerBinding server, ActionContext context, CancellationToken cancellation);

    protected static ActionOutcome Ended(TAction action, int code, string well) =>
        code == 0 ? new(true, well, 0) : ActionOutcome.Failure($"{action.Program} ended with exit code {code}; what it said is above", code);
}

internal sealed class DumpExecutor : ProgramExecutor<PostgresDump>
{
    protected override async Task<ActionOutcome> RunAsync(PostgresDump action, string path, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var connection = PostgresServer.Settings(server, action.Place);
        if (action.File is not { } name) return Ended(action, await ClientProcess.RunAsync(path, action.Arguments, connection, null, null, context, cancellation), $"dumped {connection.Database} of {server.Name}");
        await using var file = await context.Files.CreateAsync(name, append: false, cancellation);
        return Ended(action, await ClientProcess.RunAsync(path, action.Arguments, connection, null, file, context, cancellation), $"dumped {connection.Database} of {server.Name} into {name}");
    }
}

internal sealed class RestoreExecutor : ProgramExecutor<PostgresRestore>
{
    protected override Task<ActionPreview> PreviewAsync(PostgresRestore action, ServerBinding server, ActionContext context, CancellationToken cancellation) =>
        AskedAsync(server, action.Place, () => ProgramPreview.OfAsync(action, server, context, cancellation));

    protected override async Task<ActionOutcome> RunAsync(PostgresRestore action, string path, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        if (action.File is null) return ActionOutcome.Failure("pg_restore reads an archive, and lines that are piped to it are none. Name the archive's file.");
        if (await context.Files.OpenAsync(action.File, cancellation) is not { } file) return ActionOutcome.Failure($"{action.File}: No such file. Attach it to the runbook, or make it in an earlier step.");
        await using (file)
        {
            var connection = PostgresServer.Settings(server, action.Place);
            // without -d it would print the script and restore nothing
            IEnumerable<string> arguments = action.Place.Database is null || action.Lists ? action.Arguments : [.. action.Arguments, $"--dbname={connection.Database}"];
            return Ended(action, await ClientProcess.RunAsync(path, arguments, connection, (to, token) => file.CopyToAsync(to, token), null, context, cancellation), $"{(action.Lists ? "listed" : "restored")} {action.File}");
        }
    }
}

internal sealed class MaintenanceExecutor : ProgramExecutor<PostgresMaintenance>
{
    protected override Task<ActionPreview> PreviewAsync(PostgresMaintenance action, ServerBinding server, ActionContext context, CancellationToken cancellation) =>
        AskedAsync(server, action.Place, () => ProgramPreview.OfAsync(action, server, context, cancellation));

    protected override async Task<ActionOutcome> RunAsync(PostgresMaintenance action, string path, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        // createdb and dropdb connect to another database than the one they make or drop
        var aboutDatabase = action.Program is "createdb" or "dropdb";
        var connection = PostgresServer.Settings(server, aboutDatabase ? action.Place with { Database = null } : action.Place);
        IReadOnlyList<string> arguments = aboutDatabase && action.Place.Database is { } name ? [.. action.Arguments.Where(a => a.StartsWith('-')), "--", name, .. action.Arguments.Where(a => !a.StartsWith('-'))] : action.Arguments;
        return Ended(action, await ClientProcess.RunAsync(path, arguments, connection, null, null, context, cancellation), $"{action.Program} ran on {server.Name}");
    }
}
