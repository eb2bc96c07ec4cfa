namespace OpsPortal.Targets.Filters;

/// <summary>How <c>sort -V</c> compares (gnulib's filevercmp): runs of digits as numbers, <c>~</c> before everything, file suffixes last.</summary>
internal static class VersionOrder
{
    public static int Compare(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        if (x.IsEmpty || y.IsEmpty) return (x.IsEmpty ? 0 : 1) - (y.IsEmpty ? 0 : 1);
        if (x[0] == '.' || y[0] == '.')
        {
            var rank = DotRank(x) - DotRank(y);
            if (rank != 0 || DotRank(x) < 2) return rank;
        }
        var (xStem, yStem) = (Stem(x), Stem(y));
        var order = ByParts(x[..xStem], y[..yStem]);
        return order != 0 || (xStem == x.Length && yStem == y.Length) ? order : ByParts(x, y);
    }

    /// <summary>"." and ".." come first, then hidden files, then the others.</summary>
    private static int DotRank(ReadOnlySpan<char> name) => name switch { "." => 0, ".." => 1, _ => name[0] == '.' ? 2 : 3 };

    /// <summary>The length without what looks like file suffixes (<c>.tar.gz</c>).</summary>
    private static int Stem(ReadOnlySpan<char> name)
    {
        var at = 0;
        while (true)
        {
            if (at == name.Length) return at;
            at++;
            var stem = at;
            while (at + 1 < name.Length && name[at] == '.' && (char.IsAsciiLetter(name[at + 1]) || name[at + 1] == '~'))
                for (at += 2; at < name.Length && (char.IsAsciiLetterOrDigit(name[at]) || name[at] == '~');) at++;
            if (at == name.Length) return stem;
        }
    }

    private static int ByParts(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        int i = 0, j = 0;
        while (i < x.Length || j < y.Length)
        {
            while ((i < x.Length && !char.IsAsciiDigit(x[i])) || (j < y.Length && !char.IsAsciiDigit(y[j])))
            {
                var order = Weight(x, i) - Weight(y, j);
                if (order != 0) return order;
                i++;
                j++;
            }
            while (i < x.Length && x[i] == '0') i++;
            while (j < y.Length && y[j] == '0') j++;
            var first = 0;
            while (i < x.Length && j < y.Length && char.IsAsciiDigit(x[i]) && char.IsAsciiDigit(y[j]))
            {
                if (first == 0) first = x[i] - y[j];
                i++;
                j++;
            }
            if (i < x.Length && char.IsAsciiDigit(x[i])) return 1;
            if (j < y.Length && char.IsAsciiDigit(y[j])) return -1;
            if (first != 0) return first;
        }
        return 0;
    }

    private static int Weight(ReadOnlySpan<char> text, int at) => at >= text.Length ? -1 : text[at] switch
    {
        '~' => -2,
        var c when char.IsAsciiDigit(c) => 0,
        var c when char.IsAsciiLetter(c) => c,
        var c => c + 0x10000,
    };
}
