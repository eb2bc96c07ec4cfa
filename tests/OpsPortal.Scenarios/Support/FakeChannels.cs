using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.OnCall.Schedules;

namespace OpsPortal.Scenarios.Support;

/// <summary>What people receive, in place of every channel. Push takes one key once; a call does not.</summary>
public sealed class FakeChannels
{
    public ConcurrentQueue<(string To, MethodKind Kind, ChannelMessage Message)> Sent { get; } = new();

    /// <summary>What the other side says; delivered where this has nothing.</summary>
    public Func<string, MethodKind, Delivery?> Says { get; set; } = (_, _) => null;

    /// <summary>"Ann push: …" of what came since the last time.</summary>
    public IReadOnlyList<string> Take()
    {
        List<string> all = [];
        while (Sent.TryDequeue(out var one)) all.Add($"{one.To} {one.Kind.ToString().ToLowerInvariant()}: {one.Message.Title}");
        return [.. all.Order(StringComparer.Ordinal)];
    }

    public void Into(IServiceCollection services)
    {
        services.RemoveAll<IChannel>();
        foreach (var kind in Enum.GetValues<MethodKind>()) services.AddSingleton<IChannel>(new Channel(this, kind));
    }

    /// <summary>With what a send does in the test's own hands.</summary>
    public void Into(IServiceCollection services, Func<MethodKind, bool, ChannelMessage, Delivery> send)
    {
        services.RemoveAll<IChannel>();
        foreach (var kind in Enum.GetValues<MethodKind>()) services.AddSingleton<IChannel>(new Channel(this, kind) { Send = send });
    }

    private sealed class Channel(FakeChannels all, MethodKind kind) : IChannel
    {
        private readonly ConcurrentDictionary<string, bool> seen = new();

        public MethodKind Kind => kind;
        public bool Idempotent => kind is not (MethodKind.Voice or MethodKind.Email);
        public string? NotConfigured => null;

        public Func<MethodKind, bool, ChannelMessage, Delivery>? Send { get; init; }

        public Task<Delivery> SendAsync(MethodAddress to, ChannelMessage message, CancellationToken cancellation)
        {
            if (Send is not null) return Task.Run(() => Send(kind, Idempotent, message), cancellation);
            var said = all.Says(to.To!, kind);
            if (said is null or Delivery.Unknown && (!Idempotent || seen.TryAdd(message.Key, true))) all.Sent.Enqueue((to.To!, kind, message));
            return Task.FromResult(said ?? new Delivery.Delivered());
        }
    }
}

/// <summary>People with telephones, and who is called when.</summary>
public static class OnCallPeople
{
    /// <summary>Ann is on call, Bob stands behind her, and both have push first and a call second.</summary>
    public static async Task ArrangeAsync(this PortalHost portal, int repeat = 0, IReadOnlyList<string>? lowUrgency = null)
    {
        await portal.KnowPeopleAsync();
        var ann = await portal.ContactAsync(People.Ann.Name, People.Ann.Id, MethodKind.Push, MethodKind.Voice);
        var bob = await portal.ContactAsync(People.Bob.Name, People.Bob.Id, MethodKind.Push, MethodKind.Voice);
        var schedule = await portal.Get<SaveSchedule>().AddAsync(People.Root, new() { Name = "Primary", TimeZone = "UTC", Layers = [new(Guid.NewGuid(), "Week", [ann], new(2026, 1, 5), new(9, 0), TurnLength.Weekly(DayOfWeek.Monday))] }, default);
        Assert.True(schedule.Succeeded, schedule.Problem?.Detail);
        var policy = await portal.Get<SavePolicy>().AddAsync(People.Root, new("Shop", ["shop"],
            [new([schedule.Value.Id], [], TimeSpan.FromMinutes(5)), new([], [bob], TimeSpan.FromMinutes(10))], repeat, lowUrgency, RemindAfter: TimeSpan.FromMinutes(30)), default);
        Assert.True(policy.Succeeded, policy.Problem?.Detail);
    }

    /// <summary>Somebody with verified methods.</summary>
    /// <param name="user">Their account; null where they have none.</param>
    public static async Task<Guid> ContactAsync(this PortalHost portal, string name, Guid? user, params MethodKind[] kinds)
    {
        await using var db = await portal.DatabaseAsync();
        var contact = new Contact { Id = Guid.NewGuid(), Name = name, UserId = user, TimeZone = "UTC" };
        foreach (var (at, kind) in kinds.Index())
            contact.Methods.Add(new() { Id = Guid.NewGuid(), Kind = kind, ProtectedAddress = portal.Get<MethodVault>().Protect(new() { To = name }), Shown = name, Position = at, VerifiedAt = portal.Get<TimeProvider>().GetUtcNow() });
        db.Contacts.Add(contact);
        await db.SaveChangesAsync();
        return contact.Id;
    }

    /// <summary>What a worker does every two seconds, once.</summary>
    public static async Task WatchAsync(this PortalHost portal)
    {
        await portal.Get<OpsPortal.Incidents.Clocks.TendClocks>().InvokeAsync(default);
        await portal.Get<TendEscalations>().InvokeAsync(default);
        await portal.Get<OpsPortal.OnCall.Paging.RemindOwners>().InvokeAsync(default);
        await portal.Get<OpsPortal.OnCall.Paging.Testing.TendTestPages>().InvokeAsync(default);
        await portal.Get<SendPages>().InvokeAsync(default);
    }
}
