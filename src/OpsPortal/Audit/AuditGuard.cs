using Npgsql;

namespace OpsPortal.Audit;

/// <summary>Whether the database keeps audit entries from being changed, and from whom.</summary>
public sealed class AuditGuard(NpgsqlDataSource source)
{
    public async Task<GuardReport> LookAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select (select count(*) from pg_trigger where tgrelid = c.oid and tgname in ('audit_refuse_update', 'audit_refuse_truncate', 'audit_check_removal') and tgenabled = 'A'),
                   pg_has_role(current_user, c.relowner, 'MEMBER') or r.rolsuper,
                   has_table_privilege(c.oid, 'UPDATE') or has_table_privilege(c.oid, 'DELETE') or has_table_privilege(c.oid, 'TRUNCATE'),
                   current_user::text
              from pg_class c, pg_roles r
             where c.oid = 'audit_entries'::regclass and r.rolname = current_user
            """);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        var (triggers, owns, may, role) = (row.GetInt64(0), row.GetBoolean(1), row.GetBoolean(2), row.GetString(3));
        return triggers < 3
            ? new(GuardState.Missing, "The database no longer refuses changes of audit entries: a trigger of audit_entries was dropped or disabled. Find out who did it, verify the log, and restore the triggers.")
            : owns || may
                ? new(GuardState.Droppable, $"The database refuses changes of audit entries, but the portal's own role {role} could drop that guard. Let one role own the schema and the portal run as another one (docs/operations.md).")
                : new(GuardState.Firm, $"The database refuses changes of audit entries, and the portal's role {role} cannot change that.");
    }
}

/// <summary>Missing: nothing refuses. Droppable: refused, but the portal's role could end that. Firm: refused.</summary>
public enum GuardState { Missing, Droppable, Firm }

/// <param name="Sentence">For a person.</param>
public sealed record GuardReport(GuardState State, string Sentence);
