using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary>The layout that psql's flags and <c>-P name=value</c> ask for.</summary>
internal static class PsqlFormat
{
    /// <summary>Null where a setting is not understood.</summary>
    public static QueryFormat? Of(ArgumentList list)
    {
        var format = new QueryFormat(list.Has("csv") ? "csv" : list.Has("no-align") ? "unaligned" : "aligned", list.Has("tuples-only"), list.Has("expanded"),
            Separator: list.Has("field-separator-zero") ? "\0" : list.Value("field-separator"), Quiet: list.Has("quiet"));
        foreach (var setting in list.Values("pset"))
        {
            var parts = setting.Split('=', 2);
            if (With(format, parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : null) is not { } changed) return null;
            format = changed;
        }
        return format;
    }

    private static QueryFormat? With(QueryFormat format, string name, string? value) => (name, value) switch
    {
        ("pager", _) or ("columns", _) or ("border", null or "1") or ("linestyle", "ascii") => format,
        ("format", "aligned" or "unaligned" or "csv") => format with { Layout = value },
        ("tuples_only" or "t", _) => format with { TuplesOnly = IsOn(value) },
        ("expanded" or "x", not "auto") => format with { Expanded = IsOn(value) },
        ("footer", _) => format with { Footer = IsOn(value) },
        ("null", _) => format with { Null = value ?? "" },
        ("fieldsep" or "csv_fieldsep", { Length: > 0 }) => format with { Separator = value },
        _ => null,
    };

    private static bool IsOn(string? value) => value is null or "on" or "true" or "1" or "yes";
}
