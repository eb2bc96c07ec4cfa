using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary>The flags of PostgreSQL's client programs, as their manual pages list them.</summary>
internal static class ClientPrograms
{
    private static readonly FlagTable Selecting = new(
        Flag.Switch("data-only", 'a'), Flag.Switch("clean", 'c'), Flag.Switch("create", 'C'), Flag.Valued("schema", 'n'), Flag.Valued("exclude-schema", 'N'), Flag.Switch("no-owner", 'O'),
        Flag.Switch("schema-only", 's'), Flag.Valued("superuser", 'S'), Flag.Valued("table", 't'), Flag.Switch("verbose", 'v'), Flag.Switch("no-privileges", 'x'), Flag.Switch("no-acl"),
        Flag.Switch("if-exists"), Flag.Switch("no-comments"), Flag.Switch("no-publications"), Flag.Switch("no-security-labels"), Flag.Switch("no-subscriptions"), Flag.Switch("no-tablespaces"),
        Flag.Switch("disable-triggers"), Flag.Switch("enable-row-security"), Flag.Valued("section"), Flag.Switch("strict-names"), Flag.Switch("use-set-session-authorization"), Flag.Valued("role"),
        Flag.Valued("format", 'F'), Flag.Valued("jobs", 'j'), Flag.NotYet("version", 'V'), Flag.NotYet("help", '?'));

    private static readonly FlagTable Dumping = new(
        Flag.Valued("file", 'f'), Flag.Switch("large-objects", 'b'), Flag.Switch("blobs"), Flag.Switch("no-blobs", 'B'), Flag.Valued("extension", 'e'), Flag.Valued("encoding", 'E'), Flag.Valued("exclude-table", 'T'),
        Flag.Valued("compress", 'Z'), Flag.Switch("column-inserts"), Flag.Switch("inserts"), Flag.Switch("attribute-inserts"), Flag.Valued("exclude-table-data"), Flag.Valued("lock-wait-timeout"),
        Flag.Switch("no-sync"), Flag.Switch("on-conflict-do-nothing"), Flag.Switch("quote-all-identifiers"), Flag.Valued("rows-per-insert"), Flag.Switch("serializable-deferrable"), Flag.Valued("snapshot"),
        Flag.Switch("disable-dollar-quoting"), Flag.Switch("no-unlogged-table-data"), Flag.Switch("load-via-partition-root"));

    private static readonly FlagTable Restoring = new(
        Flag.Switch("exit-on-error", 'e'), Flag.Valued("index", 'I'), Flag.Switch("list", 'l'), Flag.NotYet("use-list", 'L', FlagValue.Required), Flag.Valued("function", 'P'), Flag.Valued("trigger", 'T'),
        Flag.Switch("single-transaction", '1'), Flag.Switch("no-data-for-failed-tables"), Flag.NotYet("file", 'f', FlagValue.Required));

    private static readonly FlagTable DumpingAll = new(
        Flag.Valued("file", 'f'), Flag.Switch("globals-only", 'g'), Flag.Switch("roles-only", 'r'), Flag.Switch("tablespaces-only", 't'), Flag.Switch("schema-only", 's'), Flag.Switch("data-only", 'a'), Flag.Switch("clean", 'c'),
        Flag.Switch("no-owner", 'O'), Flag.Switch("no-privileges", 'x'), Flag.Switch("verbose", 'v'), Flag.Switch("if-exists"), Flag.Valued("exclude-database"), Flag.Switch("no-role-passwords"), Flag.Valued("database", 'l'),
        Flag.Switch("no-sync"));

    private static readonly FlagTable Vacuuming = new(
        Flag.Switch("all", 'a'), Flag.Switch("echo", 'e'), Flag.Switch("full", 'f'), Flag.Switch("freeze", 'F'), Flag.Valued("jobs", 'j'), Flag.Switch("quiet", 'q'), Flag.Valued("table", 't'), Flag.Switch("verbose", 'v'),
        Flag.Switch("analyze", 'z'), Flag.Switch("analyze-only", 'Z'), Flag.Switch("analyze-in-stages"), Flag.Switch("skip-locked"), Flag.Valued("parallel", 'P'), Flag.Valued("schema", 'n'));

    private static readonly FlagTable Reindexing = new(
        Flag.Switch("all", 'a'), Flag.Switch("concurrently"), Flag.Switch("echo", 'e'), Flag.Valued("index", 'i'), Flag.Valued("jobs", 'j'), Flag.Switch("quiet", 'q'), Flag.Switch("system", 's'), Flag.Valued("schema", 'S'),
        Flag.Valued("table", 't'), Flag.Switch("verbose", 'v'), Flag.Valued("tablespace"));

    private static readonly FlagTable Creating = new(
        Flag.Switch("echo", 'e'), Flag.Valued("encoding", 'E'), Flag.Valued("locale", 'l'), Flag.Valued("owner", 'O'), Flag.Valued("template", 'T'), Flag.Valued("tablespace", 'D'), Flag.Valued("lc-collate"), Flag.Valued("lc-ctype"));

    private static readonly FlagTable Dropping = new(Flag.Switch("echo", 'e'), Flag.Switch("force", 'f'), Flag.Switch("if-exists"), Flag.NotYet("interactive", 'i'));

    public static IReadOnlyDictionary<string, FlagTable> Flags { get; } = new Dictionary<string, FlagTable>
    {
        ["pg_dump"] = Selecting.With(Dumping).With(ClientArguments.Connecting),
        ["pg_dumpall"] = DumpingAll.With(ClientArguments.Connecting),
        ["pg_restore"] = Selecting.With(Restoring).With(ClientArguments.Connecting),
        ["vacuumdb"] = Vacuuming.With(ClientArguments.Connecting),
        ["reindexdb"] = Reindexing.With(ClientArguments.Connecting),
        ["createdb"] = Creating.With(ClientArguments.Connecting),
        ["dropdb"] = Dropping.With(ClientArguments.Connecting),
    };

    private static readonly HashSet<string> Ours = ["host", "port", "username", "dbname", "no-password", "password", "file"];

    /// <summary>The flags as long ones, in the order of the table: what says where to connect, and to which file, is left out.</summary>
    public static IEnumerable<string> WithoutConnection(ArgumentList list, FlagTable flags) =>
        from flag in flags.All
        where !Ours.Contains(flag.Name)
        from value in list.Values(flag.Name)
        select flag.Value == FlagValue.None ? $"--{flag.Name}" : $"--{flag.Name}={value}";
}
