using OpsPortal.Frame;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging.Testing;

namespace OpsPortal.OnCall.Paging;

/// <summary>Whether a page would arrive if one were sent now: policies, people, methods, channels, the outbox.</summary>
internal sealed class Readiness(OnCallQueries onCall, PageQueries pages, TestRoutineQueries routines, ChannelSet channels, Heartbeat heartbeat, IConfiguration configuration, TimeProvider time)
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(2);

    public async Task<IReadOnlyList<ReadyCheck>> InvokeAsync(CancellationToken cancellation)
    {
        List<ReadyCheck> checks = [];
        var policies = await pages.PoliciesAsync(cancellation);
        if (policies.Count == 0) checks.Add(new(false, "Escalation", "There is no escalation policy: an incident pages nobody."));
        else if (policies.All(p => p.Systems.Count > 0)) checks.Add(new(false, "Escalation", $"No policy is for systems beside {string.Join(", ", policies.SelectMany(p => p.Systems))}: their incidents page nobody."));
        else checks.Add(new(true, "Escalation", $"{(policies.Count == 1 ? "One policy" : $"{policies.Count} policies")}, and every system has one."));
        foreach (var id in policies.SelectMany(p => p.Levels).SelectMany(l => l.Schedules).Distinct())
            if (await onCall.WhoAsync(id, time.GetUtcNow(), cancellation) is { } who)
                checks.Add(Of(who.Schedule.Name, who.Contact));
        foreach (var id in policies.SelectMany(p => p.Levels).SelectMany(l => l.Contacts).Distinct())
            if (await onCall.ContactAsync(id, cancellation) is { } contact) checks.Add(Of("Named by a policy", contact));
        var lag = await heartbeat.LagAsync(cancellation);
        checks.Add(new(lag < LateAfter, "Sending", lag < LateAfter ? "Nothing that is due waits." : $"A page has been due for {DurationText.Of(lag)}: no worker sends. See Nodes."));
        foreach (var routine in await routines.ListAsync(cancellation)) checks.Add(routine.Check(time.GetUtcNow()));
        checks.Add(configuration["Paging:Heartbeat"] is { Length: > 0 }
            ? new(true, "Watching the watcher", "A heartbeat goes out every minute.")
            : new(false, "Watching the watcher", "Nobody outside notices if this portal dies. Set Paging__Heartbeat to the address of a dead man's switch."));
        if (configuration["Paging:Address"] is not { Length: > 0 }) checks.Add(new(false, "Links", "Messages have no link to acknowledge by: set Paging__Address to this portal's address."));
        return checks;
    }

    private ReadyCheck Of(string place, Contact? contact)
    {
        if (contact is null) return new(false, place, "Nobody is on call now.");
        if (!contact.CanBeReached) return new(false, place, $"{contact.Name} has no contact method that works.");
        var methods = contact.Methods.Where(m => m.Works).ToList();
        return methods.Select(m => channels[m.Kind].NotConfigured).FirstOrDefault(n => n is not null) is { } missing
            ? new(false, place, $"{contact.Name}: {missing}")
            : new(true, place, $"{contact.Name}, by {string.Join(", then ", methods.Select(m => MethodWords.Of(m.Kind)))}.");
    }
}

internal sealed record ReadyCheck(bool Good, string Subject, string Sentence);
