namespace OpsPortal.Access;

/// <summary>Puts codewords and patterns into the square of a QR code.</summary>
internal sealed class QrMatrix
{
    private readonly int version, size;
    private readonly bool[,] dark, set;

    private QrMatrix(int version)
    {
        (this.version, size) = (version, 17 + 4 * version);
        (dark, set) = (new bool[size, size], new bool[size, size]);
    }

    public static bool[,] Draw(int version, byte[] codewords, int mask)
    {
        var matrix = new QrMatrix(version);
        matrix.DrawPatterns();
        matrix.DrawFormat(mask);
        matrix.DrawData(codewords, mask);
        return matrix.dark;
    }

    /// <summary>How hard it is on a reader: long runs of one colour, and squares.</summary>
    public static int Penalty(bool[,] m)
    {
        var (n, sum) = (m.GetLength(0), 0);
        for (var a = 0; a < n; a++)
            foreach (var rows in (bool[])[true, false])
                for (int b = 1, run = 1; b <= n; b++)
                {
                    if (b < n && At(a, b, rows) == At(a, b - 1, rows)) { run++; continue; }
                    if (run >= 5) sum += run - 2;
                    run = 1;
                }
        for (var y = 1; y < n; y++)
            for (var x = 1; x < n; x++)
                if (m[y, x] == m[y - 1, x] && m[y, x] == m[y, x - 1] && m[y, x] == m[y - 1, x - 1]) sum += 3;
        return sum;

        bool At(int a, int b, bool row) => row ? m[a, b] : m[b, a];
    }

    private void Set(int x, int y, bool value) => (dark[y, x], set[y, x]) = (value, true);

    private void DrawPatterns()
    {
        for (var i = 0; i < size; i++) { Set(6, i, i % 2 == 0); Set(i, 6, i % 2 == 0); }
        foreach (var (cx, cy) in (ReadOnlySpan<(int, int)>)[(3, 3), (size - 4, 3), (3, size - 4)])
            for (var dy = -4; dy <= 4; dy++)
                for (var dx = -4; dx <= 4; dx++)
                    if (cx + dx is var x && cy + dy is var y && x >= 0 && y >= 0 && x < size && y < size)
                        Set(x, y, Math.Max(Math.Abs(dx), Math.Abs(dy)) is not (2 or 4));
        int[] centres = version == 1 ? [] : version < 7 ? [6, size - 7] : [6, (size - 1) / 2 is var mid && mid % 2 == 0 ? mid : mid - 1, size - 7];
        foreach (var cy in centres)
            foreach (var cx in centres)
                if (!((cx == 6 && cy == 6) || (cx == 6 && cy == size - 7) || (cx == size - 7 && cy == 6)))
                    for (var dy = -2; dy <= 2; dy++)
                        for (var dx = -2; dx <= 2; dx++) Set(cx + dx, cy + dy, Math.Max(Math.Abs(dx), Math.Abs(dy)) != 1);
        if (version < 7) return;
        var rest = version;
        for (var i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
        var bits = version << 12 | rest;
        for (var i = 0; i < 18; i++)
        {
            var (a, b) = (size - 11 + i % 3, i / 3);
            Set(a, b, (bits >> i & 1) == 1);
            Set(b, a, (bits >> i & 1) == 1);
        }
    }

    // Level M is 00.
    private void DrawFormat(int mask)
    {
        var rest = mask;
        for (var i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        var bits = (mask << 10 | rest) ^ 0x5412;
        bool Bit(int i) => (bits >> i & 1) == 1;
        for (var i = 0; i <= 5; i++) Set(8, i, Bit(i));
        Set(8, 7, Bit(6));
        Set(8, 8, Bit(7));
        Set(7, 8, Bit(8));
        for (var i = 9; i < 15; i++) Set(14 - i, 8, Bit(i));
        for (var i = 0; i < 8; i++) Set(size - 1 - i, 8, Bit(i));
        for (var i = 8; i < 15; i++) Set(8, size - 15 + i, Bit(i));
        Set(8, size - 8, true);
    }

    // Two columns at a time, from the right, up and down in turn; the column of the timing pattern is left out.
    private void DrawData(byte[] codewords, int mask)
    {
        var i = 0;
        for (var right = size - 1; right >= 1; right -= 2)
        {
            if (right == 6) right = 5;
            for (var step = 0; step < size; step++)
                for (var j = 0; j < 2; j++)
                {
                    var (x, y) = (right - j, (right + 1 & 2) == 0 ? size - 1 - step : step);
                    if (set[y, x]) continue;
                    var bit = i < codewords.Length * 8 && (codewords[i >> 3] >> (7 - (i & 7)) & 1) == 1;
                    i++;
                    dark[y, x] = bit ^ Masked(mask, x, y);
                }
        }
    }

    private static bool Masked(int mask, int x, int y) => mask switch
    {
        0 => (x + y) % 2 == 0,
        1 => y % 2 == 0,
        2 => x % 3 == 0,
        3 => (x + y) % 3 == 0,
        4 => (x / 3 + y / 2) % 2 == 0,
        5 => x * y % 2 + x * y % 3 == 0,
        6 => (x * y % 2 + x * y % 3) % 2 == 0,
        _ => ((x + y) % 2 + x * y % 3) % 2 == 0,
    };
}
