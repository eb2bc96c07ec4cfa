using OpsPortal.Access;
using OpsPortal.OnCall;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Schedules;
using OpsPortal.Scenarios.Support;
using OpsPortal.Storage;
using OpsPortal.Tests.OnCall.Channels;

namespace OpsPortal.Scenarios.OnCall;

/// <summary>A portal with people who can be on call, a clock that a test moves, and servers on the loopback in place of those that send messages.</summary>
internal sealed class OnCallHost : IAsyncDisposable
{
    private readonly PortalHost host;

    private OnCallHost(PortalHost host, FakeTime time, HttpSink http) => (this.host, Time, Http) = (host, time, http);

    public FakeTime Time { get; }
    public HttpSink Http { get; }

    public static Actor Ann { get; } = new(Guid.Parse("a0000000-0000-0000-0000-0000000000a1"), "Ann", Role.Responder);
    public static Actor Bob { get; } = new(Guid.Parse("a0000000-0000-0000-0000-0000000000b1"), "Bob", Role.Responder);
    public static Actor Author { get; } = new(Guid.Parse("a0000000-0000-0000-0000-0000000000c1"), "Aurelia", Role.Author);

    public static async Task<OnCallHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var (time, http) = (new FakeTime(), new HttpSink());
        var host = await PortalHost.StartAsync(await PortalDatabase.CreateAsync(), new()
        {
            // Looking ahead is asked for, so that a test knows when it happened.
            Roles = "web",
            Time = time,
            Settings = settings.Append(("OnCall:Inside", "127.0.0.1")).ToDictionary(s => s.Item1, s => (string?)s.Item2),
            Services = services => services.AddOnCall(new Microsoft.Extensions.Configuration.ConfigurationManager { ["Roles"] = "web" }),
        });
        await using var db = await host.DatabaseAsync();
        foreach (var person in new[] { Ann, Bob, Author })
            db.Users.Add(new() { Id = person.Id, UserName = person.Name, DisplayName = person.Name, Email = $"{person.Name}@example.org", Role = person.Role });
        await db.SaveChangesAsync();
        return new(host, time, http);
    }

    public T Get<T>() where T : notnull => host.Get<T>();

    public Task<OpsPortalDbContext> DatabaseAsync() => host.DatabaseAsync();

    public async Task<Contact> ContactAsync(Actor actor) => Must(await Get<SaveContact>().OwnAsync(actor, default));

    /// <summary>Ann and Bob day by day, handed over at nine.</summary>
    public async Task<OnCallSchedule> DailyAsync(string name = "Primary")
    {
        var (ann, bob) = (await ContactAsync(Ann), await ContactAsync(Bob));
        var layer = new Layer(Guid.Empty, "Rotation", [ann.Id, bob.Id], DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime.AddDays(-1)), new(9, 0), TurnLength.Daily);
        return Must(await Get<SaveSchedule>().AddAsync(Author, new(name, "UTC", Layers: [layer]), default));
    }

    public async Task<WhoIsOnCall> WhoAsync(OnCallSchedule schedule, DateTimeOffset? at = null) => (await Get<OnCallQueries>().WhoAsync(schedule.Id, at ?? Time.GetUtcNow(), default))!;

    public static T Must<T>(Result<T> result) => result.Succeeded ? result.Value : throw new InvalidOperationException(result.Problem.Detail);

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await Http.DisposeAsync();
    }
}
