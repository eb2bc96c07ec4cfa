using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace OpsPortal.Sandbox.Api.Exec.Spdy;

/// <summary>
/// Reads the header blocks of one connection. They are one zlib stream with a preset dictionary, flushed after each block.
/// .NET's inflater takes no dictionary, so it is given the dictionary as a stored block before everything else, and what comes of
/// that is skipped. A connection has a handful of blocks: all of them are inflated again for each.
/// </summary>
internal sealed class SpdyHeaders
{
    /// <summary>Two bytes of zlib header and four that name the dictionary.</summary>
    private const int ZlibHeader = 6;

    private readonly List<byte> deflated = [.. Stored(SpdyDictionary.Bytes, last: false)];
    private int read = SpdyDictionary.Bytes.Length;

    /// <exception cref="InvalidDataException">The block is none of this stream.</exception>
    public IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> block)
    {
        var first = read == SpdyDictionary.Bytes.Length;
        if (first && block.Length < ZlibHeader) throw new InvalidDataException("The first header block is too short for a zlib header.");
        deflated.AddRange(first ? block[ZlibHeader..] : block);
        var inflated = Inflate();
        var headers = Pairs(inflated.AsSpan(read));
        read = inflated.Length;
        return headers;
    }

    private byte[] Inflate()
    {
        using var whole = new MemoryStream([.. deflated, .. Stored([], last: true)]);
        using var inflated = new MemoryStream();
        using (var inflater = new DeflateStream(whole, CompressionMode.Decompress)) inflater.CopyTo(inflated);
        return inflated.ToArray();
    }

    /// <summary>RFC 1951, 3.2.4: a block that is not compressed.</summary>
    public static byte[] Stored(ReadOnlySpan<byte> data, bool last)
    {
        var block = new byte[5 + data.Length];
        block[0] = last ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), (ushort)data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~data.Length);
        data.CopyTo(block.AsSpan(5));
        return block;
    }

    private static Dictionary<string, string> Pairs(ReadOnlySpan<byte> bytes)
    {
        var pairs = new Dictionary<string, string>();
        for (var left = Number(ref bytes); left > 0; left--) pairs[Text(ref bytes)] = Text(ref bytes);
        return pairs;
    }

    private static int Number(ref ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadInt32BigEndian(bytes);
        bytes = bytes[4..];
        return number;
    }

    private static string Text(ref ReadOnlySpan<byte> bytes)
    {
        var length = Number(ref bytes);
        if (length < 0 || length > bytes.Length) throw new InvalidDataException("A header is longer than its block.");
        var text = Encoding.Latin1.GetString(bytes[..length]);
        bytes = bytes[length..];
        return text;
    }
}
