using Npgsql;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>A table (or an index) as the catalogue has it.</summary>
/// <param name="Name">With its schema where the search path needs it, quoted where needed.</param>
/// <param name="Kind">pg_class.relkind: <c>r</c> table, <c>p</c> partitioned, <c>i</c> index, <c>v</c> view, <c>f</c> foreign.</param>
/// <param name="Estimate">Rows as the planner believes; below zero where it has not looked yet.</param>
/// <param name="Columns">All but generated ones, in order.</param>
/// <param name="Key">Of the primary key.</param>
/// <param name="Sequenced">Columns whose default takes a number of a sequence.</param>
/// <param name="Triggers">Enabled, of users: "audit_users (calls audit_row)".</param>
/// <param name="DeletedWith">Tables whose rows go, or are set, with a row that is deleted.</param>
/// <param name="UpdatedWith">Tables whose rows follow an update of what they refer to.</param>
/// <param name="HasChildren">Other tables inherit from it; a partitioned table has partitions instead.</param>
internal sealed record TableFacts(
    uint Oid, string Name, string Kind, double Estimate, long Bytes, IReadOnlyList<string> Columns, IReadOnlyList<string> Key, IReadOnlyList<string> Sequenced,
    IReadOnlyList<string> Triggers, IReadOnlyList<string> TriggerFunctions, IReadOnlyList<string> DeletedWith, IReadOnlyList<string> UpdatedWith, bool HasChildren)
{
    private const string Query = """
        select c.oid, c.oid::regclass::text, c.relkind::text, c.reltuples::float8,
          case when c.relkind in ('r','i','m','t','S') then pg_total_relation_size(c.oid)
               when c.relkind in ('p','I') then (select coalesce(sum(pg_total_relation_size(t.relid)), 0)::int8 from pg_partition_tree(c.oid) t) else 0 end,
          array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum),
          array(select a.attname::text from pg_index i cross join unnest(i.indkey::int2[]) with ordinality k(n, o) join pg_attribute a on a.attrelid = c.oid and a.attnum = k.n where i.indrelid = c.oid and i.indisprimary order by k.o),
          array(select a.attname::text from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) ilike '%nextval(%')),
          array(select t.tgname || ' (calls ' || p.proname || ')' from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'D' order by 1),
          array(select p.proname::text from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'D'),
          array(select distinct f.conrelid::regclass::text from pg_constraint f where f.confrelid = c.oid and f.contype = 'f' and f.confdeltype in ('c','n','d')),
          array(select distinct f.conrelid::regclass::text from pg_constraint f where f.confrelid = c.oid and f.contype = 'f' and f.confupdtype in ('c','n','d')),
          exists(select 1 from pg_inherits h where h.inhparent = c.oid) and c.relkind = 'r'
        from pg_class c where c.oid = to_regclass($1)
        """;

    public string Rows => Estimate < 0 ? "rows not counted yet" : $"about {Previews.Counted.Of((long)Estimate, "row")}";

    /// <summary>Null where there is no such table.</summary>
    /// <param name="name">As a statement writes it.</param>
    public static async Task<TableFacts?> ReadAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Query, connection) { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        return new(reader.GetFieldValue<uint>(0), reader.GetString(1), reader.GetString(2), reader.GetDouble(3), reader.GetInt64(4),
            Texts(5), Texts(6), Texts(7), Texts(8), Texts(9), Texts(10), Texts(11), reader.GetBoolean(12));

        string[] Texts(int column) => reader.GetFieldValue<string[]>(column);
    }
}
