using OpsPortal.Checks.Morning;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Checks;

/// <summary>The morning's page comes by e-mail to those who asked, once a day at their hour, and to nobody else.</summary>
public sealed class TheMorningIsSent
{
    private static async Task AddContactAsync(CheckHost host, OpsPortal.Access.Actor person, string zone)
    {
        await using var db = await host.DatabaseAsync();
        var contact = new Contact { Id = Guid.NewGuid(), Name = person.Name, UserId = person.Id, TimeZone = zone };
        foreach (var (at, kind) in new[] { MethodKind.Voice, MethodKind.Email }.Index())
            contact.Methods.Add(new() { Id = Guid.NewGuid(), Kind = kind, ProtectedAddress = host.Get<MethodVault>().Protect(new() { To = person.Name }), Shown = person.Name, Position = at, VerifiedAt = host.Time.GetUtcNow() });
        db.Contacts.Add(contact);
        await db.SaveChangesAsync();
    }

    [Fact]
    public async Task Once_a_day_at_the_hour_of_whoever_asked()
    {
        await using var host = await CheckHost.StartAsync();
        await AddContactAsync(host, People.Ann, "Europe/Berlin");
        await AddContactAsync(host, People.Bob, "UTC");
        await host.AddAsync(host.Http("/a", "Orders"));
        await host.RunAsync();
        var (wishes, send) = (host.Get<WishDigest>(), host.Get<SendDigests>());
        // It is 03:12 UTC, 04:12 in Berlin.
        Assert.True((await wishes.SetAsync(People.Ann, new("05:00"), default)).Succeeded);
        await send.InvokeAsync(default);
        Assert.Empty(host.Channels.Take());
        host.Time.Advance(TimeSpan.FromMinutes(49));
        await send.InvokeAsync(default);
        await (await host.AddNodeAsync("node-b")).Get<SendDigests>().InvokeAsync(default);
        var (to, kind, message) = Assert.Single(host.Channels.Sent);
        Assert.Equal(("Ann", MethodKind.Email, "✓ The only check passes", "✓ Shop: 1 check passes", new Uri("https://portal.example.com/checks/morning")), (to, kind, message.Title, message.Text, message.Link));
        host.Channels.Take();

        host.Web.Status = 500;
        // The portal had not looked for a while: first it finds its pace again.
        await host.NextAsync(2);
        host.Time.Advance(TimeSpan.FromHours(24));
        await send.InvokeAsync(default);
        message = Assert.Single(host.Channels.Sent).Message;
        Assert.Equal("✕ 1 of 1 checks needs somebody", message.Title);
        Assert.Contains("Orders (box): Answered 500", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_wants_trouble_only_hears_nothing_of_green_days_and_of_none_after_stopping()
    {
        await using var host = await CheckHost.StartAsync();
        await AddContactAsync(host, People.Ann, "UTC");
        await host.AddAsync(host.Http());
        await host.RunAsync();
        await host.Get<WishDigest>().SetAsync(People.Ann, new("04:00", OnlyTrouble: true), default);
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.Get<SendDigests>().InvokeAsync(default);
        Assert.Empty(host.Channels.Take());
        host.Web.Status = 500;
        await host.NextAsync(2);
        await host.Get<WishDigest>().StopAsync(People.Ann, default);
        host.Time.Advance(TimeSpan.FromHours(24));
        await host.Get<SendDigests>().InvokeAsync(default);
        Assert.Empty(host.Channels.Take());
    }

    [Fact]
    public async Task One_that_did_not_arrive_is_sent_again_and_nobody_without_a_method_can_ask()
    {
        await using var host = await CheckHost.StartAsync();
        Assert.Equal(ProblemKind.Conflict, (await host.Get<WishDigest>().SetAsync(People.Bob, new("04:00"), default)).Problem!.Kind);
        await AddContactAsync(host, People.Ann, "UTC");
        await host.AddAsync(host.Http());
        await host.RunAsync();
        await host.Get<WishDigest>().SetAsync(People.Ann, new("04:00"), default);
        host.Channels.Says = (_, _) => new Delivery.Temporary("mailbox busy");
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.Get<SendDigests>().InvokeAsync(default);
        Assert.Equal("mailbox busy", (await host.Get<WishDigest>().FindAsync(People.Ann.Id, default))!.Trouble);
        host.Channels.Says = (_, _) => null;
        host.Channels.Take();
        await host.Get<SendDigests>().InvokeAsync(default);
        Assert.Empty(host.Channels.Take());
        host.Time.Advance(TimeSpan.FromMinutes(6));
        await host.Get<SendDigests>().InvokeAsync(default);
        Assert.Single(host.Channels.Take());
        Assert.Null((await host.Get<WishDigest>().FindAsync(People.Ann.Id, default))!.Trouble);
    }
}
