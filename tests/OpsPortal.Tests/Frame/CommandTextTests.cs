using OpsPortal.Frame;
using Xunit;

namespace OpsPortal.Tests.Frame;

public class CommandTextTests
{
    [Theory]
    [InlineData("kubectl get pods", new[] { "kubectl get pods" })]
    [InlineData("kubectl logs x | grep ERROR | wc -l", new[] { "kubectl logs x", "grep ERROR", "wc -l" })]
    [InlineData("grep 'a|b' | sort", new[] { "grep 'a|b'", "sort" })]
    [InlineData("grep \"a|b\\\"|c\" | sort", new[] { "grep \"a|b\\\"|c\"", "sort" })]
    [InlineData("a || b | c", new[] { "a || b", "c" })]
    [InlineData("echo a\\|b", new[] { "echo a\\|b" })]
    [InlineData("", new[] { "" })]
    public void CutsAPipelineAtItsPipesOnly(string source, string[] programs) => Assert.Equal(programs, CommandText.Pipeline(source));

    [Fact]
    public void FillsAPlaceOnceItsValueIsKnown()
    {
        var pieces = CommandText.Pieces("kubectl logs <pod-name> -c {container}", ["pod-name", "container"], new Dictionary<string, string> { ["pod-name"] = "web-1" }).ToList();
        Assert.Equal(["kubectl logs ", "web-1", " -c ", "{container}"], pieces.Select(p => p.Text));
        Assert.Equal([null, "pod-name", null, "container"], pieces.Select(p => p.Parameter));
        Assert.Equal([false, true, false, false], pieces.Select(p => p.Filled));
    }

    [Fact]
    public void FindsAPlaceWrittenAsAVariable() =>
        Assert.Equal("POD_NAME", Assert.Single(CommandText.Pieces("kubectl logs ${POD_NAME}", ["POD_NAME"], new Dictionary<string, string>()), p => p.Parameter is not null).Parameter);

    [Fact]
    public void LeavesWhatOnlyLooksLikeAPlaceAlone() =>
        Assert.All(CommandText.Pieces("kubectl patch svc x -p '{spec}' < file > out", ["pod-name"], new Dictionary<string, string>()), p => Assert.Null(p.Parameter));
}
