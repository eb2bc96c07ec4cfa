using System.Text;

namespace OpsPortal.Access;

/// <summary>QR codes of up to 213 bytes, error correction level M (ISO/IEC 18004).</summary>
public static class QrCode
{
    /// <summary>Of versions 1 to 10: correction codewords per block, and the blocks' data codewords.</summary>
    private static readonly (int Correction, int[] Blocks)[] Versions =
    [
        (10, [16]), (16, [28]), (26, [44]), (18, [32, 32]), (24, [43, 43]), (16, [27, 27, 27, 27]), (18, [31, 31, 31, 31]),
        (22, [38, 38, 39, 39]), (22, [36, 36, 36, 37, 37]), (26, [43, 43, 43, 43, 44]),
    ];

    /// <summary>The path of an SVG whose unit is one module, with the quiet zone of four around it.</summary>
    /// <returns>The width of the whole, and the path's data.</returns>
    public static (int Width, string Path) Svg(string text)
    {
        var modules = Of(text);
        var path = new StringBuilder();
        for (var y = 0; y < modules.GetLength(0); y++)
            for (var x = 0; x < modules.GetLength(0); x++)
                if (modules[y, x]) path.Append($"M{x + 4} {y + 4}h1v1h-1z");
        return (modules.GetLength(0) + 8, path.ToString());
    }

    /// <summary>By row and column; true is dark.</summary>
    /// <exception cref="ArgumentException">The text is too long.</exception>
    public static bool[,] Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var version = Array.FindIndex(Versions, v => Header(v) + bytes.Length <= v.Blocks.Sum()) + 1;
        if (version == 0) throw new ArgumentException("The text is too long for a QR code of this kind.", nameof(text));
        var codewords = Interleaved(Data(bytes, version), Versions[version - 1]);
        return Enumerable.Range(0, 8).Select(mask => QrMatrix.Draw(version, codewords, mask)).MinBy(QrMatrix.Penalty)!;
    }

    // Mode and length take 12 bits up to version 9, 20 bits from version 10 on; both round up to whole bytes with the end.
    private static int Header((int, int[] Blocks) version) => version.Blocks.Length == 5 && version.Blocks[0] == 43 ? 3 : 2;

    private static byte[] Data(byte[] bytes, int version)
    {
        var capacity = Versions[version - 1].Blocks.Sum();
        List<bool> bits = [];
        void Add(int value, int count) { for (var i = count - 1; i >= 0; i--) bits.Add((value >> i & 1) == 1); }
        Add(0b0100, 4);
        Add(bytes.Length, version < 10 ? 8 : 16);
        foreach (var b in bytes) Add(b, 8);
        Add(0, Math.Min(4, capacity * 8 - bits.Count));
        while (bits.Count % 8 != 0) bits.Add(false);
        for (var pad = 0xEC; bits.Count < capacity * 8; pad ^= 0xEC ^ 0x11) Add(pad, 8);
        return [.. bits.Chunk(8).Select(c => (byte)c.Aggregate(0, (all, bit) => all << 1 | (bit ? 1 : 0)))];
    }

    private static byte[] Interleaved(byte[] data, (int Correction, int[] Blocks) version)
    {
        List<byte[]> blocks = [], corrections = [];
        var at = 0;
        foreach (var length in version.Blocks)
        {
            blocks.Add(data[at..(at + length)]);
            corrections.Add(ReedSolomon.Remainder(blocks[^1], version.Correction));
            at += length;
        }
        return [.. Columns(blocks), .. Columns(corrections)];
    }

    private static IEnumerable<byte> Columns(List<byte[]> blocks)
    {
        for (var i = 0; i < blocks.Max(b => b.Length); i++)
            foreach (var block in blocks)
                if (i < block.Length) yield return block[i];
    }
}

/// <summary>Over GF(256) with the polynomial 0x11D.</summary>
internal static class ReedSolomon
{
    public static byte[] Remainder(byte[] data, int degree)
    {
        var divisor = new byte[degree];
        divisor[^1] = 1;
        byte root = 1;
        for (var i = 0; i < degree; i++)
        {
            for (var j = 0; j < degree; j++) divisor[j] = (byte)(Multiply(divisor[j], root) ^ (j + 1 < degree ? divisor[j + 1] : 0));
            root = Multiply(root, 2);
        }
        var remainder = new byte[degree];
        foreach (var b in data)
        {
            var factor = (byte)(b ^ remainder[0]);
            Array.Copy(remainder, 1, remainder, 0, degree - 1);
            remainder[^1] = 0;
            for (var i = 0; i < degree; i++) remainder[i] ^= Multiply(divisor[i], factor);
        }
        return remainder;
    }

    private static byte Multiply(byte a, byte b)
    {
        var product = 0;
        for (var i = 7; i >= 0; i--) product = (product << 1) ^ ((product >> 7) * 0x11D) ^ ((b >> i & 1) * a);
        return (byte)product;
    }
}
