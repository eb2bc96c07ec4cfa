using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Scenarios.Support;
using OpsPortal.StatusPage.Managing;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;
using OpsPortal.StatusPage.Sources;
using OpsPortal.StatusPage.Subscribing;
using OpsPortal.Storage;

namespace OpsPortal.Scenarios.StatusPage;

/// <summary>A portal with status pages, a clock that a test moves, and people outside whose mailboxes can be looked into.</summary>
internal sealed class StatusHost : IAsyncDisposable
{
    private readonly PortalHost host;

    private StatusHost(PortalHost host, FakeTime time, FakeChannels channels) => (this.host, Time, Channels, Outside) = (host, time, channels, new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address });

    public FakeTime Time { get; }
    public FakeChannels Channels { get; }
    public PortalHost Portal => host;

    /// <summary>Somebody without an account.</summary>
    public HttpClient Outside { get; }

    public static async Task<StatusHost> StartAsync(string? database = null, Action<IServiceCollection>? services = null)
    {
        var (time, channels) = (new FakeTime(), new FakeChannels());
        var host = await PortalHost.StartAsync(database ?? await PortalDatabase.CreateAsync(), new()
        {
            // Nothing happens by itself but reading: a test says when.
            Roles = "web",
            OnCall = true,
            StatusPage = true,
            Time = time,
            Settings = new() { ["StatusPage:Address"] = "https://status.example.org/" },
            Services = s => { channels.Into(s); services?.Invoke(s); },
        });
        await host.KnowPeopleAsync();
        return new(host, time, channels);
    }

    public T Get<T>() where T : notnull => host.Get<T>();

    public Task<OpsPortalDbContext> DatabaseAsync() => host.DatabaseAsync();

    /// <summary>A page with Search and Checkout of the shop, and Mail that no system knows.</summary>
    public async Task<PublicPage> PageAsync(string title = "Example", PageForm? form = null)
    {
        var page = Must(await Get<SavePage>().AddAsync(People.Root, (form ?? new()) with { Title = title }, default)).Page;
        Must(await Get<SaveComponents>().InvokeAsync(People.Root, page.Slug, [new(null, "Search", System: "shop", Fact: "search"), new(null, "Checkout", DependsOn: ["Search"], System: "shop", Fact: "checkout"), new(null, "Mail")], default));
        await ShowAsync();
        return page;
    }

    public async Task<PageSheet> SheetAsync(PublicPage page) => (await Get<StatusQueries>().FindAsync(page.Slug, default))!;

    public async Task<PageComponent> ComponentAsync(PublicPage page, string name) => (await SheetAsync(page)).Components.Single(c => c.Name == name);

    /// <summary>"Search MajorOutage", of those that are not operational.</summary>
    public async Task<IReadOnlyList<string>> TroubleAsync(PublicPage page) => [.. (await SheetAsync(page)).Components.Where(c => c.State != ComponentState.Operational).Select(c => $"{c.Name} {c.State}")];

    public async Task<PostUpdate> PublishAsync(PublicPage page, string title, PostStatus status, ComponentState state, Guid? post = null, params string[] names)
    {
        var components = (await SheetAsync(page)).Components.Where(c => names.Contains(c.Name)).ToDictionary(c => c.Id, _ => state);
        var update = Must(await Get<PublishUpdate>().InvokeAsync(People.Ann, page.Slug, new() { Post = post, Title = title, Status = status, Body = $"{title}: {status}.", States = components }, default));
        await ShowAsync();
        return update;
    }

    /// <summary>What a worker does every few seconds, once; then everybody sees it.</summary>
    public async Task TickAsync()
    {
        await Get<TendStatus>().InvokeAsync(default);
        await Get<SendMessages>().InvokeAsync(default);
        await ShowAsync();
    }

    public Task ShowAsync() => Get<Board>().RefreshAsync(default);

    public async Task<string> ReadAsync(string path)
    {
        using var answer = await Outside.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    public Task<HttpResponseMessage> AskAsync(PublicPage page, string address, params Guid[] components) => Outside.PostAsync($"/status/{page.Slug}/subscribe",
        new FormUrlEncodedContent([new("kind", "email"), new("address", address), .. components.Select(c => KeyValuePair.Create("component", $"{c:N}"))]));

    /// <summary>Asked, and confirmed by the link in the message.</summary>
    public async Task SubscribeAsync(PublicPage page, string address, params Guid[] components)
    {
        using var asked = await AskAsync(page, address, components);
        Assert.True(asked.IsSuccessStatusCode);
        await Get<SendMessages>().InvokeAsync(default);
        var link = Channels.Sent.Last(s => s.To == address).Message.Link!;
        using var confirmed = await Outside.PostAsync(link.PathAndQuery, null);
        Assert.True(confirmed.IsSuccessStatusCode);
        Channels.Take();
    }

    public static T Must<T>(Result<T> result) => result.Succeeded ? result.Value : throw new InvalidOperationException(result.Problem.Detail);

    public async ValueTask DisposeAsync()
    {
        Outside.Dispose();
        await host.DisposeAsync();
    }
}
