using OpsPortal.Access;
using OpsPortal.Frame;

namespace OpsPortal.Checks;

/// <summary>Checks in the palette, those that need somebody first.</summary>
internal sealed class CheckPalette(CheckQueries queries) : IPaletteSource
{
    public async Task<IReadOnlyList<PaletteEntry>> EntriesAsync(Actor actor, CancellationToken cancellation) =>
    [
        new("ok", "Morning health check", "page", "/checks/morning") { Also = "everything green daily digest" },
        .. actor.MaySomewhere(Permission.Write) ? new PaletteEntry[] { new("add", "Make a check", "act", "/checks?new=1") { Also = "monitor probe uptime heartbeat slo" } } : [],
        .. (await queries.ListAsync(null, null, cancellation)).OrderByDescending(s => CheckQueries.Badness(s.Standing.State))
            .Select(s => new PaletteEntry(CheckLook.Of(s.Standing.State).Icon, s.Check.Name, $"check · {s.SystemName} · {s.Environment} · {CheckLook.Of(s.Standing.State).Word}", s.Check.Link) { Also = $"{s.Check.Component} {CheckKind.Subject(s.Check.Spec)}" }),
    ];
}
