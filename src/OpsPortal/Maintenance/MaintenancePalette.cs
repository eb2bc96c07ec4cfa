using System.Globalization;
using OpsPortal.Access;
using OpsPortal.Frame;
using OpsPortal.Maintenance.Planning;
using OpsPortal.OnCall.HandingOver;

namespace OpsPortal.Maintenance;

/// <summary>Plans that are not over, in the palette.</summary>
internal sealed class MaintenancePalette(MaintenanceQueries queries) : IPaletteSource
{
    public async Task<IReadOnlyList<PaletteEntry>> EntriesAsync(Actor actor, CancellationToken cancellation) =>
    [
        .. actor.MaySomewhere(Permission.RunSteps) ? [new PaletteEntry("add", "Plan maintenance", "page", "/maintenance/new") { Also = "window schedule" }] : Array.Empty<PaletteEntry>(),
        .. (await queries.AheadAsync(cancellation)).Select(s => new PaletteEntry("maintenance", $"{s.Plan.Name} {s.Plan.Title}", $"maintenance, {s.Plan.State.Word()}", $"/maintenance/{s.Plan.Number}") { Also = $"{string.Join(' ', s.Plan.Systems)} {s.Environment} {s.Plan.Owner}" }),
    ];
}

/// <summary>What is under way is told at a hand-over.</summary>
internal sealed class RunningMatters(MaintenanceQueries queries) : IOpenMatters
{
    public async Task<IReadOnlyList<OpenMatter>> OpenAsync(Guid schedule, CancellationToken cancellation) =>
        [.. (await queries.AheadAsync(cancellation)).Where(s => s.Plan.State.IsRunning())
            .Select(s => new OpenMatter("maintenance", $"{s.Plan.Name} {s.Plan.Title}", string.Create(CultureInfo.InvariantCulture, $"{s.Plan.State.Word()}, {s.Done} of {s.Plan.Items.Count} items done, {ZoneClock.Window(s.Plan)}"), $"/maintenance/{s.Plan.Number}"))];
}
