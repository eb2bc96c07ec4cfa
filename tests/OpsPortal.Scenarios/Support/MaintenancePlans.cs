using OpsPortal.Access;
using OpsPortal.Maintenance;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Telling;
using OpsPortal.Maintenance.Working;

namespace OpsPortal.Scenarios.Support;

/// <summary>Maintenance in scenarios. The clock begins on Sunday 8 March 2026 at 03:12 UTC.</summary>
public static class MaintenancePlans
{
    /// <summary>A portal with people who can be told and called, on a clock of the test's.</summary>
    public static async Task<PortalHost> MaintainedAsync(FakeTime time, FakeChannels channels, Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? services = null, string roles = "web")
    {
        var portal = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new() { Time = time, Roles = roles, OnCall = true, Maintenance = true, Services = s => { channels.Into(s); services?.Invoke(s); } });
        await portal.ArrangeAsync();
        return portal;
    }

    /// <summary>Ann's plan with Bob, one hour from now for two hours, told 30 minutes before.</summary>
    public static PlanForm Form(this FakeTime time, params PhaseForm[] phases) => new()
    {
        Title = "Move the database",
        Systems = ["shop"],
        Environment = "sandbox",
        Owner = People.Ann.Id,
        Participants = [People.Bob.Id],
        StartsAt = time.GetUtcNow().AddHours(1),
        EndsAt = time.GetUtcNow().AddHours(3),
        AnnounceBefore = ["PT30M"],
        Phases = phases.Length > 0 ? phases : [new("During", null, false, null, [new("Move it")])],
    };

    public static PhaseForm Phase(string name, params ItemForm[] items) => new(name, null, false, null, items);

    public static async Task<long> ScheduleAsync(this PortalHost portal, PlanForm form, Actor? by = null)
    {
        var made = Must(await portal.Get<PlanMaintenance>().AddAsync(by ?? People.Ann, form, $"{Guid.NewGuid()}", default));
        Must(await portal.Get<ScheduleMaintenance>().InvokeAsync(by ?? People.Ann, made.Number, default));
        return made.Number;
    }

    /// <summary>Scheduled, and begun at its time.</summary>
    public static async Task<long> BegunAsync(this PortalHost portal, FakeTime time, PlanForm form)
    {
        var number = await portal.ScheduleAsync(form);
        time.Advance(form.StartsAt!.Value - time.GetUtcNow());
        Must(await portal.Get<RunMaintenance>().StartAsync(People.Ann, number, default));
        return number;
    }

    public static async Task<MaintenancePlan> PlanAsync(this PortalHost portal, long number) => (await portal.Get<MaintenanceQueries>().FindAsync(number, default))!.Plan;

    public static Task<Result<MaintenancePlan>> SignAsync(this PortalHost portal, long number, int item, Actor? by = null, string? key = null) =>
        portal.Get<SignItem>().InvokeAsync(by ?? People.Ann, number, item, new(key ?? $"{Guid.NewGuid()}"), default);

    /// <summary>What workers do every few seconds, once.</summary>
    public static async Task TendAsync(this PortalHost portal)
    {
        await portal.Get<TendMaintenance>().InvokeAsync(default);
        await portal.WatchAsync();
    }

    public static T Must<T>(Result<T> result) => result.Succeeded ? result.Value : throw new InvalidOperationException(result.Problem.Detail);
}
