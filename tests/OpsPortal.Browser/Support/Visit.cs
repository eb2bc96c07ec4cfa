using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace OpsPortal.Browser.Support;

/// <summary>One window. What the browser complains about, the test complains about.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly List<string> complaints = [];

    internal Visit(IBrowserContext context, IPage page)
    {
        (Context, Page) = (context, page);
        page.Console += (_, message) => { if (message.Type == "error") complaints.Add($"{message.Text} ({message.Location})"); };
        page.PageError += (_, error) => complaints.Add(error);
    }

    public IBrowserContext Context { get; }
    public IPage Page { get; }

    /// <summary>Opens a page and waits until its circuit answers.</summary>
    public async Task GotoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.Locator("[data-live=yes]").WaitForAsync();
    }

    /// <summary>WCAG 2.2 AA, as far as a machine can tell.</summary>
    public async Task AssertAccessibleAsync()
    {
        var result = await Page.RunAxe(new() { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(v =>
            $"{v.Id}: {v.Help}\n" + string.Concat(v.Nodes.Take(5).Select(n => $"    {n.Html}\n")))));
    }

    /// <summary>A picture beside the test results, to be looked at.</summary>
    public async Task PictureAsync(string name)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "pictures");
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png") });
    }

    /// <summary>The same with all of a long dialog in it.</summary>
    public async Task TallPictureAsync(string name)
    {
        var size = Page.ViewportSize!;
        await Page.SetViewportSizeAsync(size.Width, 3200);
        await PictureAsync(name);
        await Page.SetViewportSizeAsync(size.Width, size.Height);
    }

    /// <summary>What is on the page now, in every look: nothing is opened anew. Each of them is judged.</summary>
    public async Task EveryLookAsync(string name)
    {
        foreach (var look in Look.All.Reverse())
        {
            await Page.EmulateMediaAsync(new() { ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light });
            await Page.SetViewportSizeAsync(look.Width, look.Height);
            // Colours that are inherited follow a frame later.
            await Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
            await PictureAsync($"{name}-{look.Name}");
            await AssertAccessibleAsync();
            Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), $"{name}-{look.Name}: something is wider than the window.");
        }
        AssertQuiet();
    }

    public void AssertQuiet() => Assert.Empty(complaints);

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}
