using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters;

/// <summary>The order of <c>sort</c>: key by key, and where all are equal the whole lines byte by byte, unless stable or unique.</summary>
internal sealed class LineComparer : IComparer<string>
{
    private readonly Sort sort;
    private readonly Key[] keys;

    public LineComparer(Sort sort)
    {
        this.sort = sort;
        keys = sort.Keys.Count > 0
            ? [.. sort.Keys.Select(Inherit)]
            : [new(null, sort.Order, sort.Reverse, sort.IgnoreCase, sort.IgnoreLeadingBlanks)];
    }

    public int Compare(string? x, string? y)
    {
        var order = ByKeys(x!, y!);
        if (order != 0 || sort.Stable || sort.Unique) return order;
        var whole = TextOrder.Compare(x, y);
        return sort.Reverse ? -whole : whole;
    }

    public bool SameKeys(string x, string y) => ByKeys(x, y) == 0;

    private int ByKeys(string x, string y)
    {
        foreach (var key in keys)
        {
            var order = Compare(key, Part(key, x), Part(key, y));
            if (order != 0) return key.Reverse ? -order : order;
        }
        return 0;
    }

    private static int Compare(Key key, ReadOnlySpan<char> x, ReadOnlySpan<char> y) => key.Order switch
    {
        SortOrder.Numeric => NumberOrder.Compare(x, y),
        SortOrder.GeneralNumeric => NumberOrder.CompareGeneral(x, y),
        SortOrder.HumanNumeric => NumberOrder.CompareHuman(x, y),
        SortOrder.Month => NumberOrder.CompareMonths(x, y),
        SortOrder.Version => VersionOrder.Compare(x, y),
        _ when key.IgnoreCase => TextOrder.CompareIgnoringCase(x, y),
        _ => TextOrder.Compare(x, y),
    };

    /// <summary>A key without letters of its own takes the global ones.</summary>
    private Key Inherit(SortKey key) => key is { Reverse: false, Order: null, IgnoreCase: false, IgnoreLeadingBlanks: false }
        ? new(key, sort.Order, sort.Reverse, sort.IgnoreCase, sort.IgnoreLeadingBlanks)
        : new(key, key.Order ?? SortOrder.Text, key.Reverse, key.IgnoreCase, key.IgnoreLeadingBlanks);

    private ReadOnlySpan<char> Part(Key key, string line)
    {
        if (key.Place is null) return key.IgnoreBlanks ? line.AsSpan(FieldPlace.SkipBlanks(line, 0)) : line;
        var fields = new FieldPlace(line, sort.Separator is { Length: > 0 } separator ? separator[0] : null);
        var from = fields.Start(key.Place, key.IgnoreBlanks);
        var to = fields.End(key.Place, key.IgnoreBlanks);
        return from < to ? line.AsSpan(from, to - from) : [];
    }

    private sealed record Key(SortKey? Place, SortOrder Order, bool Reverse, bool IgnoreCase, bool IgnoreBlanks);
}
