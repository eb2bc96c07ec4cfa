namespace OpsPortal.Targets.Filters;

/// <summary>The order of UTF-8 bytes, which for surrogates differs from that of UTF-16 units.</summary>
internal static class TextOrder
{
    public static int Compare(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var same = x.CommonPrefixLength(y);
        return same == x.Length || same == y.Length ? x.Length - y.Length : Weight(x[same]) - Weight(y[same]);
    }

    public static int CompareIgnoringCase(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var length = Math.Min(x.Length, y.Length);
        for (var i = 0; i < length; i++)
        {
            var order = Weight(Upper(x[i])) - Weight(Upper(y[i]));
            if (order != 0) return order;
        }
        return x.Length - y.Length;
    }

    private static char Upper(char c) => char.IsAsciiLetterLower(c) ? (char)(c - 32) : c;

    private static int Weight(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
