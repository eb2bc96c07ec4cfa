using OpsPortal.Maintenance.Planning;
using OpsPortal.OnCall.Paging;

namespace OpsPortal.Maintenance.Telling;

/// <summary>Tells owner and participants what they have to know, over their contact methods; an overrun pages the owner.</summary>
internal sealed class TellPeople(SendNotice notices) : IMaintenanceListener
{
    public async Task HearAsync(MaintenanceWork work, MaintenanceNews news, CancellationToken cancellation)
    {
        var plan = work.Plan;
        if (news is MaintenanceNews.Extended or MaintenanceNews.Completed or MaintenanceNews.Cancelled) await SendNotice.EndAsync(work.Db, Address(plan), plan.State.IsOver() ? "it is over" : "it was extended", cancellation);
        if (Words(work, news) is not { } words) return;
        var notice = new Notice($"{plan.Name} {plan.Title}: {words.Short}", words.Long, "", Address(plan));
        List<Guid> untold = [];
        if (news is MaintenanceNews.Overran)
        {
            untold.AddRange(await notices.CallAsync(work.Db, [plan.OwnerId], notice with { Because = $"the owner of {plan.Name}" }, work.Now, cancellation));
        }
        else
        {
            // Whoever does something knows of it.
            var owner = plan.OwnerId == work.Actor.Id ? [] : new[] { plan.OwnerId };
            untold.AddRange(await notices.TellAsync(work.Db, owner, notice with { Because = $"the owner of {plan.Name}" }, work.Now, cancellation));
            var others = news is MaintenanceNews.Due ? [] : plan.Participants.Select(p => p.Id).Where(p => p != work.Actor.Id && p != plan.OwnerId);
            untold.AddRange(await notices.TellAsync(work.Db, others, notice with { Because = $"a participant of {plan.Name}" }, work.Now, cancellation));
        }
        if (untold.Count == 0 || news is not (MaintenanceNews.Announced or MaintenanceNews.Overran)) return;
        var names = plan.Participants.Append(new(plan.OwnerId, plan.Owner)).Where(p => untold.Contains(p.Id)).Select(p => p.Name).Distinct();
        work.Tell($"Could not be told: {string.Join(", ", names)} (no contact method that works)");
        await work.Db.SaveChangesAsync(cancellation);
    }

    private static string Address(MaintenancePlan plan) => $"/maintenance/{plan.Number}";

    private static (string Short, string Long)? Words(MaintenanceWork work, MaintenanceNews news)
    {
        var plan = work.Plan;
        var window = ZoneClock.Window(plan);
        var what = $"{plan.Title} on {string.Join(", ", plan.Systems)} in {work.Environment}, {window}.";
        return news switch
        {
            MaintenanceNews.Announced { Reminder: false } => ($"planned for {window}", $"{what}{(plan.Impact is null ? "" : $" {plan.Impact}")}"),
            MaintenanceNews.Announced => ($"reminder, {window}", what),
            MaintenanceNews.Due => ("it is time to begin", $"{what} Nobody has started it yet."),
            MaintenanceNews.Started => ("has begun", plan.Reason),
            MaintenanceNews.Extended => ($"goes on until {plan.EndsAt:HH:mm} UTC", what),
            MaintenanceNews.Overran => ("lasts longer than planned", $"It was to end at {plan.EndsAt:HH:mm} UTC. Extend it, complete it, or roll back."),
            MaintenanceNews.Completed { RolledBack: true } => ("was rolled back", plan.Reason),
            MaintenanceNews.Completed => ("is completed", plan.Reason),
            MaintenanceNews.Cancelled { Known: true } => ("is cancelled", plan.Reason),
            MaintenanceNews.Moved => ($"moved to {window}", what),
            _ => null,
        };
    }
}
