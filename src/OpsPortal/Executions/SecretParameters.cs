using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace OpsPortal.Executions;

/// <summary>Values of secret parameters between the click and the run: encrypted in the row, filled in at the last moment.</summary>
public sealed class SecretParameters(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("OpsPortal.Executions.SecretParameters");

    public string? Protect(IReadOnlyDictionary<string, string> values) => values.Count == 0 ? null : protector.Protect(JsonSerializer.Serialize(values));

    /// <summary>A captured value that is a secret.</summary>
    public string ProtectCaptured(string value) => protector.Protect(value);

    public string ReadCaptured(string stored) => protector.Unprotect(stored);

    public IReadOnlyDictionary<string, string> Read(Execution execution) => Read(execution.ProtectedParameters);

    /// <summary>Whether the same values are behind both.</summary>
    public bool Same(string? one, string? other)
    {
        var (a, b) = (Read(one), Read(other));
        return a.Count == b.Count && a.All(p => b.TryGetValue(p.Key, out var value) && value == p.Value);
    }

    private Dictionary<string, string> Read(string? stored) => stored is null
        ? []
        : JsonSerializer.Deserialize<Dictionary<string, string>>(protector.Unprotect(stored))!;
}
