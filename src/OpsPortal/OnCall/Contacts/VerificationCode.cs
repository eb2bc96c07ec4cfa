using System.Globalization;
using System.Security.Cryptography;

namespace OpsPortal.OnCall.Contacts;

/// <summary>Six digits that come over a method and are typed in, so that it is known to arrive there.</summary>
internal static class VerificationCode
{
    public const int Attempts = 5;
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    /// <summary>Between two codes for one method: nobody is flooded in somebody else's name.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>So few codes there are that a plain hash would give them away.</summary>
    private const int Rounds = 50_000;
    private const int SaltSize = 16;

    public static string New(out string hash)
    {
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        var salt = RandomNumberGenerator.GetBytes(SaltSize);
        hash = Convert.ToHexStringLower([.. salt, .. Derive(code, salt)]);
        return code;
    }

    /// <param name="typed">As a person types it: blanks and hyphens do not count.</param>
    public static bool Matches(string typed, string hash)
    {
        var stored = Convert.FromHexString(hash);
        var digits = string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c != '-'));
        return digits.Length == 6 && CryptographicOperations.FixedTimeEquals(stored.AsSpan(SaltSize), Derive(digits, stored[..SaltSize]));
    }

    private static byte[] Derive(string code, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(code, salt, Rounds, HashAlgorithmName.SHA256, 32);
}
