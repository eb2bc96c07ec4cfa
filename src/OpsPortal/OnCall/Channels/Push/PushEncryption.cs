using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.OnCall.Channels.Push;

/// <summary>Encrypts a message for one browser (RFC 8291), in one record of aes128gcm (RFC 8188).</summary>
internal static class PushEncryption
{
    /// <summary>Push services need not take more than 4,096 bytes; what is left of it after salt, key and tag.</summary>
    public const int MostText = 3_900;

    private const int RecordSize = 4_096;
    private const int TagSize = 16;

    /// <param name="p256dh">The browser's public key, base64url of an uncompressed point.</param>
    /// <param name="auth">The browser's authentication secret, base64url.</param>
    public static byte[] Encrypt(byte[] text, string p256dh, string auth)
    {
        using var mine = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(text, p256dh, auth, mine, RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>With a key and a salt that are given, which must never be used twice.</summary>
    internal static byte[] Encrypt(byte[] text, string p256dh, string auth, ECDiffieHellman mine, byte[] salt)
    {
        var theirs = Base64Url.DecodeFromChars(p256dh);
        var own = Point(mine.ExportParameters(false).Q);
        using var browser = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = theirs[1..33], Y = theirs[33..65] } });
        var shared = mine.DeriveRawSecretAgreement(browser.PublicKey);
        var input = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, Base64Url.DecodeFromChars(auth), [.. "WebPush: info\0"u8, .. theirs, .. own]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, input, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());

        // 2 marks the last record.
        byte[] padded = [.. text, 2];
        var (cipher, tag) = (new byte[padded.Length], new byte[TagSize]);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, padded, cipher, tag);
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, RecordSize);
        return [.. salt, .. size, (byte)own.Length, .. own, .. cipher, .. tag];
    }

    /// <summary>Uncompressed, as browsers and push services give and take points.</summary>
    public static byte[] Point(ECPoint point) => [4, .. point.X!, .. point.Y!];

    /// <summary>No more of a text than <see cref="MostText"/> bytes hold.</summary>
    public static string Cut(string text, int most)
    {
        if (Encoding.UTF8.GetByteCount(text) <= most) return text;
        var kept = new StringBuilder();
        var bytes = 3;
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > most) break;
            kept.Append(rune);
        }
        return kept.Append('…').ToString();
    }
}
