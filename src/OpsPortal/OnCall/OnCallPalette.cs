using OpsPortal.Access;
using OpsPortal.Frame;

namespace OpsPortal.OnCall;

/// <summary>Schedules, and what the menu does not name, in the palette.</summary>
internal sealed class OnCallPalette(OnCallQueries queries) : IPaletteSource
{
    public async Task<IReadOnlyList<PaletteEntry>> EntriesAsync(Actor actor, CancellationToken cancellation)
    {
        if (await queries.SchedulesAsync(actor, cancellation) is not { Succeeded: true, Value: { } schedules }) return [];
        return
        [
            new("me", "Your on-call", "page", "/on-call/me") { Also = "contact method verify shifts calendar" },
            new("people", "Contacts", "page", "/on-call/contacts"),
            new("up", "Escalation policies", "page", "/on-call/policies") { Also = "paged levels" },
            new("history", "Pages", "page", "/on-call/pages") { Also = "test page ready acknowledge why" },
            .. schedules.Select(s => new PaletteEntry("oncall", s.Entity.Name, "schedule", $"/on-call/schedules/{s.Entity.Slug}") { Also = string.Join(' ', s.People.Values.Select(p => p.Name)) }),
        ];
    }
}
