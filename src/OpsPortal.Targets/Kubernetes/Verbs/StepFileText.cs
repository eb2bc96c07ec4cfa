using System.Text;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Files beside a runbook, as text or bytes; bounded, for a cluster takes no object above 1.5 MiB anyway.</summary>
internal static class StepFileText
{
    /// <summary>Bytes.</summary>
    private const int Most = 8 << 20;

    /// <returns>Null where there is no such file.</returns>
    /// <exception cref="StepRefusal">It is too large.</exception>
    public static async Task<string?> ReadAsync(string name, ActionContext context, CancellationToken cancellation) =>
        await BytesAsync(name, context, cancellation) is { } bytes ? new UTF8Encoding(false).GetString(bytes).TrimStart('\uFEFF') : null;

    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<byte[]?> BytesAsync(string name, ActionContext context, CancellationToken cancellation)
    {
        var plain = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        await using var file = await context.Files.OpenAsync(name, cancellation) ?? (plain == name ? null : await context.Files.OpenAsync(plain, cancellation));
        if (file is null) return null;
        var bytes = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (await file.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > Most) throw new StepRefusal($"{name} is larger than {Most >> 20} MiB, which no object of a cluster can hold.");
        }
        return bytes.ToArray();
    }

    /// <summary>What to do where there is none of that name.</summary>
    public static string Missing(string name) =>
        $"There is no file {name} beside this runbook. Attach it to the runbook under exactly that name, or let an earlier step write it.";
}
