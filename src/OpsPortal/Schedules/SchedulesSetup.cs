using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Executions.Plans;
using OpsPortal.Frame;
using OpsPortal.Storage;

namespace OpsPortal.Schedules;

public static class SchedulesSetup
{
    /// <summary>Needs executions and on-call, whose channels tell owners.</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<OwnerActors>().AddSingleton<ScheduleVault>().AddSingleton<TellOwner>().AddSingleton<ScheduleQueries>().AddSingleton<TendSchedules>();
        services.AddSingleton<IScheduledWork, StepWork>().AddSingleton<IScheduledWork, SectionWork>();
        services.AddSingleton(s => new ArrangeSchedule(s.GetRequiredService<IDbContextFactory<OpsPortalDbContext>>(), s.GetServices<IScheduledWork>(), s.GetRequiredService<ScheduleVault>(), s.GetRequiredService<AuditLog>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new ApproveSchedule(s.GetRequiredService<IDbContextFactory<OpsPortalDbContext>>(), s.GetRequiredService<DraftExecution>(), s.GetRequiredService<OwnerActors>(), s.GetRequiredService<ScheduleVault>(), s.GetRequiredService<AuditLog>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IPaletteSource, SchedulePalette>();
        if (Roles.Of(configuration).Worker) services.AddHostedService<ScheduleWatch>();
        return services;
    }
}

/// <summary>Schedules in the palette.</summary>
internal sealed class SchedulePalette(ScheduleQueries queries) : IPaletteSource
{
    public async Task<IReadOnlyList<PaletteEntry>> EntriesAsync(Actor actor, CancellationToken cancellation) =>
    [
        new("calendar", "Schedules", "page", "/schedules") { Also = "cron calendar recurring nightly" },
        .. (await queries.ListAsync(null, cancellation)).Select(l => new PaletteEntry("calendar", l.Schedule.Name, $"schedule · {l.Schedule.Environment?.Name}", $"/schedules/{l.Schedule.Id}") { Also = l.Schedule.PartTitle }),
    ];
}
