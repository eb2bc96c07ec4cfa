using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace OpsPortal.Schedules;

/// <summary>Values of secret parameters, for as long as the schedule stands.</summary>
internal sealed class ScheduleVault(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("OpsPortal.Schedules.Parameters");

    public string? Protect(Dictionary<string, string> values) => values.Count == 0 ? null : protector.Protect(JsonSerializer.Serialize(values));

    /// <summary>All of them, the secret ones in clear.</summary>
    public Dictionary<string, string> ValuesOf(RunSchedule schedule)
    {
        var values = schedule.Parameters.ToDictionary();
        if (schedule.ProtectedParameters is { } hidden)
            foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(protector.Unprotect(hidden))!) values[name] = value;
        return values;
    }
}
