using OpsPortal.Incidents;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Policies;

namespace OpsPortal.OnCall.Paging;

/// <summary>"Why was I paged, why was I not?" in sentences.</summary>
internal static class WhyText
{
    public static IEnumerable<string> Paged(Page page)
    {
        yield return $"{page.CreatedAt:yyyy-MM-dd HH:mm:ss} UTC: {page.Contact} was {(page.Kind is PageKind.Call or PageKind.Help ? "paged" : "reminded")}: {page.Because}. {State(page)}";
        foreach (var attempt in page.Attempts) yield return Of(attempt);
    }

    public static string Of(PageAttempt attempt) => $"By {MethodWords.Of(attempt.Kind)} ({attempt.Shown}): {State(attempt)}";

    public static string NotPaged(Incident incident, Contact person, Escalation? escalation, EscalationPolicy? policy, IReadOnlyDictionary<Guid, string> schedules)
    {
        if (policy is null) return $"Nobody is paged for {incident.System}: no escalation policy is for it.";
        if (escalation is null) return $"Nobody was paged for {incident.Name}: there was no policy for {incident.System} when it was declared.";
        var named = policy.Levels.Index().FirstOrDefault(l => l.Item.Contacts.Contains(person.Id));
        var reached = escalation.Round > 1 ? policy.Levels.Count : escalation.Level;
        var why = incident.AcknowledgedBy is { } by ? $", because {by} acknowledged at {incident.AcknowledgedAt:HH:mm:ss} UTC" : "";
        if (named.Item is not null && named.Index + 1 > reached) return $"{person.Name} is on level {named.Index + 1} of {policy.Name}. Paging came to level {reached}{why}.";
        var asked = policy.Levels.Take(reached).SelectMany(l => l.Schedules).Distinct().Select(s => schedules.GetValueOrDefault(s) ?? "a schedule that was removed").ToList();
        return $"Paging came to level {reached} of {policy.Name}{why}. {person.Name} was not on call at those moments for {(asked.Count == 0 ? "any schedule that it asks" : string.Join(" or ", asked))}, and is not named by those levels.";
    }

    private static string State(Page page) => page.State switch
    {
        PageState.Acknowledged => $"Acknowledged by {page.AcknowledgedBy} at {page.AcknowledgedAt:HH:mm:ss} UTC.",
        PageState.Open => "It still wants an acknowledgement.",
        _ => $"It ended: {page.EndedBecause?.TrimEnd('.')}.",
    };

    private static string State(PageAttempt attempt) => attempt.State switch
    {
        AttemptState.Waiting => $"due at {attempt.DueAt:HH:mm:ss} UTC{(attempt.Reason is null ? "." : $"; before that: {attempt.Reason}")}",
        AttemptState.Sending => "being sent.",
        AttemptState.Delivered => $"delivered at {attempt.SentAt:HH:mm:ss} UTC{(attempt.Tries > 1 ? $", at the {attempt.Tries}. try" : "")}.",
        AttemptState.Unknown => $"delivery unknown. {attempt.Reason}",
        AttemptState.Skipped => $"not sent: {attempt.Reason}.",
        _ => $"failed. {attempt.Reason}",
    };
}
