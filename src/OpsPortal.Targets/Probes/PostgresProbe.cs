using Npgsql;
using OpsPortal.Targets.Postgres;

namespace OpsPortal.Targets.Probes;

/// <summary>Connects, and asks what the role may do there.</summary>
internal static class PostgresProbe
{
    /// <summary>Version, database, role, standby or read-only, superuser, may create, may write to a table, may read one.</summary>
    private const string Question = """
        select current_setting('server_version'), current_database(), current_user, pg_is_in_recovery(), current_setting('default_transaction_read_only') = 'on',
               (select rolsuper from pg_roles where rolname = current_user), has_database_privilege(current_database(), 'create'), coalesce(bool_or(has_table_privilege(c.oid, 'insert, update, delete')), false),
               coalesce(bool_or(has_table_privilege(c.oid, 'select')), false)
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_%'
           and has_schema_privilege(n.oid, 'usage')
        """;

    public static async Task<(string State, string Message)> AskAsync(ServerBinding server, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await PostgresServer.OpenAsync(server, new(), null, cancellation);
            await using var command = new NpgsqlCommand(Question, connection);
            await using var row = await command.ExecuteReaderAsync(cancellation);
            await row.ReadAsync(cancellation);
            var (standby, readOnly) = (row.GetBoolean(3), row.GetBoolean(4));
            var limits = standby ? ". It is a standby, so it can only be read" : readOnly ? ". Its connections are read-only unless a statement says otherwise" : "";
            return (standby || readOnly ? TargetState.Attention : TargetState.Ok,
                $"PostgreSQL {row.GetString(0).Split(' ')[0]}, database {row.GetString(1)}; the role {row.GetString(2)} {Rights(row.GetBoolean(5), row.GetBoolean(6), row.GetBoolean(7), row.GetBoolean(8))}{limits}.");
        }
        catch (PostgresException refused)
        {
            return (TargetState.Failed, $"The server refused: {refused.MessageText}. {Advice(refused.SqlState)}");
        }
        catch (NpgsqlException lost)
        {
            return (TargetState.Failed, $"The connection was lost: {lost.Message.TrimEnd('.')}. Check that the server runs.");
        }
    }

    public static IReadOnlyList<string> Secrets(ServerBinding server)
    {
        try
        {
            var settings = PostgresServer.Settings(server, new());
            return [server.ConnectionString, settings.Password ?? "", settings.SslPassword ?? ""];
        }
        catch (TargetUnreachableException)
        {
            return [server.ConnectionString];
        }
    }

    private static string Rights(bool superuser, bool creates, bool writes, bool reads) =>
        superuser ? "may do everything (superuser)" : creates ? "may change data and tables" : writes ? "may read and write" : reads ? "may only read" : "sees no table of its own";

    private static string Advice(string state) => state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => "Check user and password in the connection string.",
        PostgresErrorCodes.InvalidCatalogName => "Check the name of the database.",
        PostgresErrorCodes.CannotConnectNow => "It is starting or stopping; test again in a moment.",
        PostgresErrorCodes.TooManyConnections => "Close connections there, or raise max_connections.",
        _ => "Check the connection string.",
    };
}
