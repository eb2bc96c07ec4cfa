using System.Text;

namespace OpsPortal.Tests.Portal;

/// <summary>Reads an undamaged QR code of level M in byte mode; it shares nothing with what draws them.</summary>
internal static class QrReader
{
    private static readonly int[][] DataBlocks = [[16], [28], [44], [32, 32], [43, 43], [27, 27, 27, 27], [31, 31, 31, 31], [38, 38, 39, 39], [36, 36, 36, 37, 37], [43, 43, 43, 43, 44]];
    private static readonly int[][] Alignment = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

    public static string Read(bool[,] m)
    {
        var size = m.GetLength(0);
        var version = (size - 17) / 4;
        // Format: row 8, the first five modules, unmasked with 10101 00000 10010.
        var format = Enumerable.Range(0, 5).Aggregate(0, (all, i) => all << 1 | (m[8, i] ? 1 : 0)) ^ 0b10101;
        Assert.That(format >> 3 == 0, "not level M");
        Assert.That(m[size - 8, 8], "the dark module is missing");
        var bits = Bits(m, size, version, format & 7).ToList();
        var codewords = Enumerable.Range(0, bits.Count / 8).Select(i => (byte)bits.Skip(i * 8).Take(8).Aggregate(0, (all, b) => all << 1 | (b ? 1 : 0))).ToList();
        var lengths = DataBlocks[version - 1];
        var blocks = lengths.Select(_ => new List<byte>()).ToList();
        var at = 0;
        for (var i = 0; i < lengths.Max(); i++)
            for (var b = 0; b < blocks.Count; b++)
                if (i < lengths[b]) blocks[b].Add(codewords[at++]);
        var data = blocks.SelectMany(b => b).SelectMany(b => Enumerable.Range(0, 8).Select(i => (b >> (7 - i) & 1) == 1)).ToList();
        int Number(int from, int count) => data.Skip(from).Take(count).Aggregate(0, (all, b) => all << 1 | (b ? 1 : 0));
        Assert.That(Number(0, 4) == 4, "not byte mode");
        var wide = version >= 10 ? 16 : 8;
        return Encoding.UTF8.GetString([.. Enumerable.Range(0, Number(4, wide)).Select(i => (byte)Number(4 + wide + i * 8, 8))]);
    }

    private static IEnumerable<bool> Bits(bool[,] m, int size, int version, int mask)
    {
        var up = true;
        for (var column = size - 1; column > 0; column -= 2, up = !up)
        {
            if (column == 6) column--;
            for (var i = 0; i < size; i++)
                foreach (var x in (int[])[column, column - 1])
                    if ((up ? size - 1 - i : i) is var y && !IsFunction(x, y, size, version)) yield return m[y, x] ^ Mask(mask, y, x);
        }
    }

    private static bool IsFunction(int x, int y, int size, int version)
    {
        if (x == 6 || y == 6 || x < 9 && y < 9 || x >= size - 8 && y < 9 || x < 9 && y >= size - 8) return true;
        if (version >= 7 && (x < 6 && y >= size - 11 || y < 6 && x >= size - 11)) return true;
        var centres = Alignment[version - 1];
        return centres.Any(cx => centres.Any(cy => !(cx == 6 && cy == 6 || cx == 6 && cy == centres[^1] || cy == 6 && cx == centres[^1]) && Math.Abs(x - cx) <= 2 && Math.Abs(y - cy) <= 2));
    }

    private static bool Mask(int mask, int i, int j) => mask switch
    {
        0 => (i + j) % 2 == 0,
        1 => i % 2 == 0,
        2 => j % 3 == 0,
        3 => (i + j) % 3 == 0,
        4 => (i / 2 + j / 3) % 2 == 0,
        5 => i * j % 2 + i * j % 3 == 0,
        6 => (i * j % 2 + i * j % 3) % 2 == 0,
        _ => ((i + j) % 2 + i * j % 3) % 2 == 0,
    };

    private static class Assert
    {
        public static void That(bool holds, string otherwise) => Xunit.Assert.True(holds, otherwise);
    }
}
