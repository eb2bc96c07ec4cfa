using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OpsPortal.Browser.Support;

/// <summary>What an authenticator app does (RFC 6238: SHA-1, 30 seconds, six digits).</summary>
internal static class Totp
{
    public static string Now(string secret)
    {
        var moment = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(moment, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
        // The RFC names this algorithm; apps know no other.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(Key(secret), moment);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return $"{number % 1_000_000:000000}";
    }

    private static byte[] Key(string base32)
    {
        List<byte> bytes = [];
        var (value, bits) = (0, 0);
        foreach (var c in base32.ToUpperInvariant().Where(char.IsLetterOrDigit))
        {
            (value, bits) = (value << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), bits + 5);
            if (bits < 8) continue;
            bytes.Add((byte)(value >> (bits - 8)));
            (value, bits) = (value & ((1 << (bits - 8)) - 1), bits - 8);
        }
        return [.. bytes];
    }
}
