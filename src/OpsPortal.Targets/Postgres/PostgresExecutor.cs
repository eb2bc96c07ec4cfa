using Npgsql;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Previews;
using OpsPortal.Targets.Servers;

namespace OpsPortal.Targets.Postgres;

/// <summary>An executor of one action on PostgreSQL.</summary>
internal abstract class PostgresExecutor<TAction> : ServerExecutor<TAction> where TAction : PostgresAction
{
    protected override string Kind => "database";

    /// <summary>What the server says where it does not let one in.</summary>
    protected static async Task<ActionPreview> AskedAsync(ServerBinding server, ServerPlace place, Func<Task<ActionPreview>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException refused)
        {
            return new() { Refusal = PostgresServer.Refusal(server, place, refused) };
        }
    }

    protected override ServerPlace PlaceOf(TAction action) => action.Place;

    protected override IReadOnlyList<ServerBinding> Servers(TargetSettings targets) => targets.Databases;
}
