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

    public IReadOnlyDictionary<string, string> Read(Execution execution) => execution.ProtectedParameters is { } text
        ? JsonSerializer.Deserialize<Dictionary<string, string>>(protector.Unprotect(text))!
        : new Dictionary<string, string>();
}
