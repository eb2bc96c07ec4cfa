using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.Targets.Previews;

/// <summary>A short name of a long text, for comparing what was found with what is found later.</summary>
internal static class Digest
{
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string Of(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>Numbers and sizes in sentences.</summary>
internal static class Counted
{
    /// <summary>"1 row", "412 rows".</summary>
    public static string Of(long count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>"12 kB", "3.4 MB".</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} bytes",
        < 1 << 20 => $"{bytes / 1024.0:0.#} KiB",
        < 1 << 30 => $"{bytes / 1024.0 / 1024:0.#} MiB",
        _ => $"{bytes / 1024.0 / 1024 / 1024:0.#} GiB",
    };
}
