using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpsPortal.Tests.OnCall.Channels;

internal static class WebPushMessage
{
    /// <summary>The browser's half, written from the specification alone.</summary>
    internal static byte[] Decrypt(byte[] body, ECDiffieHellman browser, byte[] auth)
    {
        var salt = body[..16];
        if (BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(16)) != 4_096) throw new InvalidDataException("The record has another size.");
        var sender = body[21..(21 + body[20])];
        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = sender[1..33], Y = sender[33..] } });
        var own = browser.ExportParameters(false).Q;
        byte[] info = [.. "WebPush: info\0"u8, 4, .. own.X!, .. own.Y!, .. sender];
        var input = Expand(Extract(auth, browser.DeriveRawSecretAgreement(theirs.PublicKey)), info, 32);
        var prk = Extract(salt, input);
        var (key, nonce) = (Expand(prk, [.. "Content-Encoding: aes128gcm\0"u8], 16), Expand(prk, [.. "Content-Encoding: nonce\0"u8], 12));
        var sealedText = body[(21 + body[20])..];
        var text = new byte[sealedText.Length - 16];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(nonce, sealedText.AsSpan(0, text.Length), sealedText.AsSpan(text.Length), text);
        return text[^1] == 2 ? text[..^1] : throw new InvalidDataException("This is not the last record.");

        static byte[] Extract(byte[] salt, byte[] material) => HMACSHA256.HashData(salt, material);
        static byte[] Expand(byte[] key, byte[] info, int length) => HMACSHA256.HashData(key, (byte[])[.. info, 1])[..length];
    }
}
