using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Schedules;

namespace OpsPortal.OnCall;

/// <summary>On-call as the API gives it. Addresses of methods are left out, whoever asks.</summary>
internal static class OnCallJson
{
    public static object Of(WhoIsOnCall who) => new
    {
        schedule = who.Schedule.Slug,
        name = who.Schedule.Name,
        person = who.Contact is null ? null : Person(who.Contact),
        since = who.Shift?.From,
        until = who.Until,
        because = who.Shift?.Because,
        shadows = who.Shadows.Select(Person),
        next = who.Next is null ? null : Person(who.Next),
    };

    public static object Of(ScheduleView view) => new
    {
        slug = view.Entity.Slug,
        name = view.Entity.Name,
        notes = view.Entity.Notes,
        timeZone = view.Entity.Current.TimeZone,
        layers = view.Entity.Current.Layers.Select(LayerBody.Of),
        overrides = view.Entity.Overrides.OrderBy(o => o.From).Select(Of),
        revision = view.Entity.Revision,
    };

    public static object Of(ScheduleView view, Rota rota) => new
    {
        shifts = rota.Shifts.Select(s => Shift(view, s)),
        shadows = rota.Shadows.Select(s => Shift(view, s)),
        gaps = rota.Gaps.Select(g => new { from = g.From, to = g.To }),
    };

    public static object Of(ShiftOverride stand) => new { id = stand.Id, contact = stand.ContactId, from = stand.From, to = stand.To, reason = stand.Reason, swap = stand.Swap, madeBy = stand.MadeBy, madeAt = stand.MadeAt };

    public static object Of(Contact contact) => new
    {
        id = contact.Id,
        name = contact.Name,
        account = contact.UserId,
        timeZone = contact.TimeZone,
        notes = contact.Notes,
        reachable = contact.CanBeReached,
        methods = contact.Methods.Select(Of),
    };

    public static object Of(ContactMethod method) => new
    {
        id = method.Id,
        kind = Word($"{method.Kind}"),
        urgency = Word($"{method.Urgency}"),
        position = method.Position,
        verifiedAt = method.VerifiedAt,
        disabledAt = method.DisabledAt,
        disabledReason = method.DisabledReason,
    };

    private static object Person(Contact contact) => new { id = contact.Id, name = contact.Name, reachable = contact.CanBeReached };

    private static object Shift(ScheduleView view, Shift shift) => new { person = shift.Person, name = view.NameOf(shift.Person), from = shift.From, to = shift.To, layer = shift.Layer?.Name, @override = shift.Override, because = shift.Because };

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
