using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Postgres.Printing;

/// <summary>Rows as psql prints them to a pipe (PostgreSQL's src/fe_utils/print.c).</summary>
internal static class TableText
{
    public static IEnumerable<string> Lines(ResultTable table, QueryFormat format) => (format.Layout, format.Expanded) switch
    {
        ("csv", false) => PlainText.Csv(table, format),
        ("csv", true) => PlainText.ExpandedCsv(table, format),
        ("unaligned", false) => PlainText.Unaligned(table, format),
        ("unaligned", true) => PlainText.ExpandedUnaligned(table, format),
        (_, true) => ExpandedText.Lines(table, format),
        _ => AlignedText.Lines(table, format),
    };
}
