using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.StatusPage.Showing;

/// <summary>An answer that is ready to be sent again and again: its bytes, small ones too, and the tag that says which they are.</summary>
public sealed class Rendered
{
    private const int WorthCompressing = 1_000;

    private Rendered(string type, byte[] plain, string? policy, bool compress = true)
    {
        (Type, Plain, Policy) = (type, plain, policy);
        Tag = Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12));
        if (!compress || plain.Length < WorthCompressing) return;
        Brotli = Compress(plain, into => new BrotliStream(into, CompressionLevel.Optimal));
        Gzip = Compress(plain, into => new GZipStream(into, CompressionLevel.Optimal));
    }

    public string Type { get; }
    public byte[] Plain { get; }
    public byte[]? Brotli { get; }
    public byte[]? Gzip { get; }

    /// <summary>Without quotes, and without what says how it is compressed.</summary>
    public string Tag { get; }

    /// <summary>Content-Security-Policy; null leaves the portal's own.</summary>
    public string? Policy { get; }

    public static Rendered Of(string type, string text, string? policy = null) => new(type, Encoding.UTF8.GetBytes(text), policy);

    /// <summary>A picture, which is small already.</summary>
    public static Rendered Of(string type, byte[] content) => new(type, content, null, compress: false);

    private static byte[] Compress(byte[] plain, Func<Stream, Stream> by)
    {
        using var small = new MemoryStream();
        using (var stream = by(small)) stream.Write(plain);
        return small.ToArray();
    }
}
