namespace OpsPortal.Audit;

/// <summary>How long audit entries are kept: section <c>Audit</c> of the configuration.</summary>
/// <param name="KeepDays">Older ones are moved out under a seal; null keeps all of them.</param>
/// <param name="ArchiveDirectory">Where they are written before; null leaves no more than the seal.</param>
public sealed record AuditSettings(int? KeepDays = null, string? ArchiveDirectory = null)
{
    public static AuditSettings Of(IConfiguration configuration)
    {
        var (days, directory) = (configuration.GetValue<int?>("Audit:KeepDays"), configuration["Audit:ArchiveDirectory"]);
        if (days is < AuditGuardSql.LeastDays)
            throw new InvalidOperationException($"Audit:KeepDays is {days}; the least is {AuditGuardSql.LeastDays}. Leave it out to keep all entries.");
        return new(days, string.IsNullOrWhiteSpace(directory) ? null : directory);
    }
}
