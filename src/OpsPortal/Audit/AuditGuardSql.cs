namespace OpsPortal.Audit;

/// <summary>
/// What keeps the database from changing audit entries. The trigger holds for everybody, the owner included, as long as nobody drops it:
/// UPDATE and TRUNCATE never, DELETE only of entries that are older than a month and that a seal within the chain tells of.
/// </summary>
public static class AuditGuardSql
{
    /// <summary>Days that an entry stays, whoever asks.</summary>
    public const int LeastDays = 30;

    public const string Up = """
        create or replace function audit_refuse() returns trigger language plpgsql as $$
        begin
          raise exception 'audit_entries is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
        end $$;

        create or replace function audit_check_removal() returns trigger language plpgsql set search_path from current as $$
        declare seal record;
        begin
          if not exists (select from gone) then return null; end if;
          select id, (detail->>'lastId')::bigint as last_id, detail->>'lastHash' as last_hash into seal
            from audit_entries where subject_kind = 'audit' and subject_id = 'seal' and action = 'audit.sealed' order by id desc limit 1;
          if seal.id is null or (select max(id) from gone) is distinct from seal.last_id
             or not exists (select from gone where id = seal.last_id and hash = seal.last_hash)
             or exists (select from audit_entries where id <= seal.last_id)
             or exists (select from gone where at > now() - interval '30 days') then
            raise exception 'audit_entries is append-only: only entries older than 30 days that a seal tells of can be moved out' using errcode = 'insufficient_privilege';
          end if;
          return null;
        end $$;

        create trigger audit_refuse_update before update on audit_entries for each statement execute function audit_refuse();
        create trigger audit_refuse_truncate before truncate on audit_entries for each statement execute function audit_refuse();
        create trigger audit_check_removal after delete on audit_entries referencing old table as gone for each statement execute function audit_check_removal();
        alter table audit_entries enable always trigger audit_refuse_update;
        alter table audit_entries enable always trigger audit_refuse_truncate;
        alter table audit_entries enable always trigger audit_check_removal;

        create or replace function audit_remove_sealed() returns bigint language plpgsql security definer set search_path from current as $$
        declare removed bigint;
        begin
          delete from audit_entries where id <= (select (detail->>'lastId')::bigint from audit_entries
            where subject_kind = 'audit' and subject_id = 'seal' and action = 'audit.sealed' order by id desc limit 1);
          get diagnostics removed = row_count;
          return removed;
        end $$;
        revoke execute on function audit_remove_sealed() from public;
        """;

    public const string Down = """
        drop function if exists audit_remove_sealed();
        drop trigger if exists audit_check_removal on audit_entries;
        drop trigger if exists audit_refuse_truncate on audit_entries;
        drop trigger if exists audit_refuse_update on audit_entries;
        drop function if exists audit_check_removal();
        drop function if exists audit_refuse();
        """;

    /// <summary>What a portal's role may do that is not the owner; {0} is the role, quoted. May be run again.</summary>
    public const string Grants = """
        grant usage on schema public to {0};
        grant select, insert, update, delete on all tables in schema public to {0};
        grant usage, select, update on all sequences in schema public to {0};
        revoke all on audit_entries from {0};
        grant select, insert on audit_entries to {0};
        grant execute on function audit_remove_sealed() to {0};
        revoke insert, update, delete on "__EFMigrationsHistory" from {0};
        grant usage, create on schema jobs to {0};
        """;
}
