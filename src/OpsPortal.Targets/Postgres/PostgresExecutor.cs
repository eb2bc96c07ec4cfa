using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Servers;

namespace OpsPortal.Targets.Postgres;

/// <summary>An executor of one action on PostgreSQL.</summary>
internal abstract class PostgresExecutor<TAction> : ServerExecutor<TAction> where TAction : PostgresAction
{
    protected override string Kind => "database";

    protected override ServerPlace PlaceOf(TAction action) => action.Place;

    protected override IReadOnlyList<ServerBinding> Servers(TargetSettings targets) => targets.Databases;
}
