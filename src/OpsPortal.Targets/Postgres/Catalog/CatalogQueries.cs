namespace OpsPortal.Targets.Postgres.Catalog;

/// <param name="Nothing">What is not there where there are no rows ("relation"); null prints the empty table.</param>
internal sealed record CatalogQuery(string Sql, string Title, string? Nothing = null, bool Footer = true);

/// <summary>The lists of psql (PostgreSQL's src/bin/psql/describe.c), in our own words.</summary>
internal static class CatalogQueries
{
    /// <param name="kinds">Letters of psql: t v m s i E.</param>
    public static CatalogQuery Relations(string kinds, string? pattern, bool more)
    {
        var wanted = string.Join(", ", kinds.SelectMany(k => k switch { 't' => ["'r'", "'p'"], 'v' => ["'v'"], 'm' => ["'m'"], 's' => ["'S'"], 'i' => ["'i'", "'I'"], _ => new[] { "'f'" } }));
        var indexes = kinds == "i";
        var hidden = pattern is null ? " AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' AND n.nspname <> 'information_schema'" : "";
        var condition = NamePattern.Condition(pattern, "c.relname", "n.nspname", "pg_catalog.pg_table_is_visible(c.oid)");
        return new($"""
            SELECT n.nspname AS "Schema", c.relname AS "Name",
              CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table'
                WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END AS "Type",
              pg_catalog.pg_get_userbyid(c.relowner) AS "Owner"
              {(indexes ? ", c2.relname AS \"Table\"" : "")}
              {(more ? """
                , CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 't' THEN 'temporary' WHEN 'u' THEN 'unlogged' END AS "Persistence", am.amname AS "Access method",
                pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) AS "Size", pg_catalog.obj_description(c.oid, 'pg_class') AS "Description"
                """ : "")}
            FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
              {(indexes ? "LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid" : "")}
            WHERE c.relkind IN ({wanted}){hidden}{condition}
            ORDER BY 1, 2
            """, "List of relations", "relation");
    }

    public static CatalogQuery Databases(string? pattern, int version, bool more) => new($"""
        SELECT d.datname AS "Name", pg_catalog.pg_get_userbyid(d.datdba) AS "Owner", pg_catalog.pg_encoding_to_char(d.encoding) AS "Encoding",
          {(version >= 16 ? "CASE d.datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' END AS \"Locale Provider\", " : "")}
          d.datcollate AS "Collate", d.datctype AS "Ctype"
          {(version switch
    {
        >= 17 => ", d.datlocale AS \"Locale\", d.daticurules AS \"ICU Rules\"",
        16 => ", d.daticulocale AS \"ICU Locale\", d.daticurules AS \"ICU Rules\"",
        15 => ", d.daticulocale AS \"ICU Locale\", CASE d.datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS \"Locale Provider\"",
        _ => ""
    })},
          pg_catalog.array_to_string(d.datacl, E'\n') AS "Access privileges"
          {(more ? """
            , CASE WHEN pg_catalog.has_database_privilege(d.datname, 'CONNECT') THEN pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(d.datname)) ELSE 'No Access' END AS "Size",
            t.spcname AS "Tablespace", pg_catalog.shobj_description(d.oid, 'pg_database') AS "Description"
            """ : "")}
        FROM pg_catalog.pg_database d {(more ? "JOIN pg_catalog.pg_tablespace t ON d.dattablespace = t.oid" : "")}
        WHERE true{NamePattern.Condition(pattern, "d.datname", null, null)}
        ORDER BY 1
        """, "List of databases");

    public static CatalogQuery Schemas(string? pattern, bool more) => new($"""
        SELECT n.nspname AS "Name", pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner"
          {(more ? ", pg_catalog.array_to_string(n.nspacl, E'\\n') AS \"Access privileges\", pg_catalog.obj_description(n.oid, 'pg_namespace') AS \"Description\"" : "")}
        FROM pg_catalog.pg_namespace n
        WHERE true{(pattern is null ? " AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'" : "")}{NamePattern.Condition(pattern, "n.nspname", null, null)}
        ORDER BY 1
        """, "List of schemas");

    public static CatalogQuery Roles(string? pattern, int version, bool more) => new($"""
        SELECT r.rolname AS "Role name",
          pg_catalog.concat_ws(', ', CASE WHEN r.rolsuper THEN 'Superuser' END, CASE WHEN NOT r.rolinherit THEN 'No inheritance' END, CASE WHEN r.rolcreaterole THEN 'Create role' END,
            CASE WHEN r.rolcreatedb THEN 'Create DB' END, CASE WHEN NOT r.rolcanlogin THEN 'Cannot login' END, CASE WHEN r.rolreplication THEN 'Replication' END, CASE WHEN r.rolbypassrls THEN 'Bypass RLS' END)
            || CASE WHEN r.rolconnlimit >= 0 THEN E'\n' || CASE r.rolconnlimit WHEN 0 THEN 'No connections' WHEN 1 THEN '1 connection' ELSE r.rolconnlimit || ' connections' END ELSE '' END
            || CASE WHEN r.rolvaliduntil IS NOT NULL THEN E'\nPassword valid until ' || r.rolvaliduntil ELSE '' END AS "Attributes"
          {(version < 16 ? ", ARRAY(SELECT b.rolname FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles b ON m.roleid = b.oid WHERE m.member = r.oid) AS \"Member of\"" : "")}
          {(more ? ", pg_catalog.shobj_description(r.oid, 'pg_authid') AS \"Description\"" : "")}
        FROM pg_catalog.pg_roles r
        WHERE true{(pattern is null ? " AND r.rolname !~ '^pg_'" : "")}{NamePattern.Condition(pattern, "r.rolname", null, null)}
        ORDER BY 1
        """, "List of roles", Footer: false);

    public static CatalogQuery Extensions(string? pattern) => new($"""
        SELECT e.extname AS "Name", e.extversion AS "Version", n.nspname AS "Schema", c.description AS "Description"
        FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
          LEFT JOIN pg_catalog.pg_description c ON c.objoid = e.oid AND c.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        WHERE true{NamePattern.Condition(pattern, "e.extname", null, null)}
        ORDER BY 1
        """, "List of installed extensions");

    public static CatalogQuery Functions(string? pattern) => new($"""
        SELECT n.nspname AS "Schema", p.proname AS "Name", pg_catalog.pg_get_function_result(p.oid) AS "Result data type", pg_catalog.pg_get_function_arguments(p.oid) AS "Argument data types",
          CASE p.prokind WHEN 'a' THEN 'agg' WHEN 'w' THEN 'window' WHEN 'p' THEN 'proc' ELSE 'func' END AS "Type"
        FROM pg_catalog.pg_proc p LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
        WHERE true{NamePattern.Condition(pattern, "p.proname", "n.nspname", "pg_catalog.pg_function_is_visible(p.oid)")}{(pattern is null ? " AND n.nspname <> 'pg_catalog' AND n.nspname <> 'information_schema'" : "")}
        ORDER BY 1, 2, 4
        """, "List of functions");
}
