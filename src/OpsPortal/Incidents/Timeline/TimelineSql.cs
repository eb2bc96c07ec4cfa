namespace OpsPortal.Incidents.Timeline;

/// <summary>What keeps the database from changing a timeline.</summary>
public static class TimelineSql
{
    public const string Up = """
        create or replace function timeline_refuse() returns trigger language plpgsql as $$
        begin
          raise exception 'timeline_entries is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
        end $$;
        create trigger timeline_refuse_change before update or delete or truncate on timeline_entries for each statement execute function timeline_refuse();
        alter table timeline_entries enable always trigger timeline_refuse_change;
        """;

    public const string Down = """
        drop trigger if exists timeline_refuse_change on timeline_entries;
        drop function if exists timeline_refuse();
        """;
}
