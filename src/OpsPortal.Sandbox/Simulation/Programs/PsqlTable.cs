using System.Globalization;
using System.Text;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>What a statement gives: rows, or the tag of a command.</summary>
/// <param name="Tag">Null where there are rows.</param>
internal sealed record SqlResult(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string? Tag = null)
{
    public static SqlResult Of(string tag) => new([], [], tag);
}

/// <summary>Rows as psql prints them, aligned or not.</summary>
internal static class PsqlTable
{
    public static string Format(SqlResult result, bool aligned, bool tuplesOnly)
    {
        if (result.Tag is { } tag) return tag + "\n";
        var text = new StringBuilder();
        if (!aligned)
        {
            if (!tuplesOnly) text.AppendJoin('|', result.Columns).Append('\n');
            foreach (var row in result.Rows) text.AppendJoin('|', row).Append('\n');
            return tuplesOnly ? text.ToString() : text.Append(Count(result.Rows.Count)).Append('\n').ToString();
        }
        var widths = result.Columns.Select((c, i) => result.Rows.Select(r => r[i].Length).Append(tuplesOnly ? 0 : c.Length).Max()).ToList();
        var right = result.Columns.Select((c, i) => result.Rows.Count > 0 && result.Rows.All(r => r[i].Length == 0 || decimal.TryParse(r[i], CultureInfo.InvariantCulture, out _))).ToList();
        if (!tuplesOnly)
        {
            text.AppendJoin('|', result.Columns.Select((c, i) => $" {Centered(c, widths[i])} ")).Append('\n');
            text.AppendJoin('+', widths.Select(w => new string('-', w + 2))).Append('\n');
        }
        foreach (var row in result.Rows)
            text.Append(string.Join('|', row.Select((v, i) => $" {(right[i] ? v.PadLeft(widths[i]) : v.PadRight(widths[i]))} ")).TrimEnd()).Append('\n');
        return tuplesOnly ? text.Append('\n').ToString() : text.Append(Count(result.Rows.Count)).Append("\n\n").ToString();
    }

    private static string Count(int rows) => rows == 1 ? "(1 row)" : $"({rows} rows)";

    private static string Centered(string text, int width) => text.PadLeft((width + text.Length) / 2).PadRight(width);
}
