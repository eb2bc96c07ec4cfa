using Bunit;
using OpsPortal.Frame;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Frame;

public class ConfirmDialogTests : PageTest
{
    private int confirmed, cancelled;

    private IRenderedComponent<ConfirmDialog> Ask(Risk risk, string? type = null, string? production = null) => Render<ConfirmDialog>(p => p
        .Add(d => d.Open, true)
        .Add(d => d.Question, "Scale deployment web from 3 to 5 in shop?")
        .Add(d => d.Verb, "Scale deployment web to 5 in shop")
        .Add(d => d.Risk, risk)
        .Add(d => d.TypeToConfirm, type)
        .Add(d => d.Production, production)
        .Add(d => d.OnConfirm, () => confirmed++)
        .Add(d => d.OnCancel, () => cancelled++));

    [Fact]
    public void TheButtonIsTheVerbWithItsObject()
    {
        var dialog = Ask(Risk.Change);
        Assert.Equal("Scale deployment web to 5 in shop", dialog.Find("button[type=submit]").TextContent);
        Assert.Contains("from 3 to 5", dialog.Find("h2").TextContent);
    }

    [Fact]
    public void CancelIsWhereTheFocusIs() => Assert.True(Ask(Risk.Change).FindAll("button").Single(b => b.TextContent == "Cancel").HasAttribute("autofocus"));

    [Fact]
    public void ConfirmingConfirmsOnce()
    {
        Ask(Risk.Change).Find("form").Submit();
        Assert.Equal((1, 0), (confirmed, cancelled));
    }

    [Fact]
    public void CancellingConfirmsNothing()
    {
        Ask(Risk.Change).FindAll("button").Single(b => b.TextContent == "Cancel").Click();
        Assert.Equal((0, 1), (confirmed, cancelled));
    }

    [Fact]
    public void SomethingDestructiveWantsTheTargetsName()
    {
        var dialog = Ask(Risk.Destructive, type: "web");
        Assert.True(dialog.Find("button[type=submit]").HasAttribute("disabled"));
        dialog.Find("form").Submit();
        dialog.Find("input").Input("we");
        dialog.Find("form").Submit();
        Assert.Equal(0, confirmed);

        dialog.Find("input").Input("web");
        Assert.False(dialog.Find("button[type=submit]").HasAttribute("disabled"));
        dialog.Find("form").Submit();
        Assert.Equal(1, confirmed);
    }

    [Fact]
    public void ProductionIsSaidInTheDialog()
    {
        Assert.Contains("Production: live-eu", Ask(Risk.Change, production: "live-eu").Find(".band-production").TextContent);
        Assert.Empty(Ask(Risk.Change).FindAll(".band-production"));
    }
}
