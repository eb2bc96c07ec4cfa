using Bunit;
using OpsPortal.Frame;
using Xunit;

namespace OpsPortal.Tests.Frame;

/// <summary>What the component and its script in the browser owe each other.</summary>
public class OutputViewerTests : PageTest
{
    private readonly BunitJSObjectReference view;
    private readonly BunitJSModuleInterop script;

    public OutputViewerTests()
    {
        script = JSInterop.SetupModule("./js/output.js");
        script.Mode = JSRuntimeMode.Loose;
        var attached = script.SetupModule(i => i.Identifier == "attach");
        attached.Mode = JSRuntimeMode.Loose;
        view = new(attached);
    }

    private IRenderedComponent<OutputViewer> Show(long id, int last, bool finished = false) =>
        Render<OutputViewer>(p => p.Add(v => v.ExecutionId, id).Add(v => v.LastLine, last).Add(v => v.Finished, finished));

    private IReadOnlyList<IReadOnlyList<object?>> Told => [.. view.Script.Invocations["upTo"].Select(i => i.Arguments)];

    [Fact]
    public void TheBrowserIsToldWhereTheLinesAreAndHowManyButNeverTheLines()
    {
        Show(812, 214);
        var arguments = Assert.Single(script.Invocations["attach"]).Arguments;
        var options = $"{arguments[1]}";
        Assert.Contains("/api/v1/executions/812/output", options);
        Assert.Contains("last = 214", options);
    }

    [Fact]
    public void MoreOutputIsOneNumberMore()
    {
        var viewer = Show(812, 214);
        viewer.Render(p => p.Add(v => v.LastLine, 300));
        viewer.Render(p => p.Add(v => v.LastLine, 300));
        viewer.Render(p => p.Add(v => v.LastLine, 301).Add(v => v.Finished, true));
        Assert.Equal([[300, false], [301, true]], Told);
    }

    [Fact]
    public void AnotherExecutionIsAnotherView()
    {
        var viewer = Show(812, 214);
        viewer.Render(p => p.Add(v => v.ExecutionId, 813).Add(v => v.LastLine, 1));
        Assert.Equal(2, script.Invocations["attach"].Count);
        Assert.Single(view.Script.Invocations["dispose"]);
    }

    [Fact]
    public async Task LeavingThePageLetsTheViewGo()
    {
        Show(812, 214);
        await DisposeComponentsAsync();
        Assert.Single(view.Script.Invocations["dispose"]);
    }

    private sealed record BunitJSObjectReference(BunitJSModuleInterop Script);
}
