using OpsPortal.Executions.Files;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Actions.Files;
using OpsPortal.Runbooks.Actions.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Pages;

public class StepFileViewTests
{
    private static readonly FileShelf Shelf = new(["k8s/hpa.yaml"], new Dictionary<string, long> { ["out/pods.txt"] = 12 }, ["beside.yaml"]);

    private static StepFileUse Use(StepAction action) => StepFileUse.Of(SampleRunbook.Read with { Action = action });

    private static KubernetesApply Apply(params string[] files) => new() { Files = files };

    [Theory]
    [InlineData("k8s/hpa.yaml", "in the runbook's files", false)]
    [InlineData("./k8s/hpa.yaml", "in the runbook's files", false)]
    [InlineData("k8s/", "in the runbook's files", false)]
    [InlineData("k8s/*.yaml", "in the runbook's files", false)]
    [InlineData("out/pods.txt", "made by exec 12", false)]
    [InlineData("beside.yaml", "in the environment's directory", false)]
    [InlineData("hpa.yaml", "missing", true)]
    [InlineData("other/", "missing", true)]
    public void A_card_tells_where_a_file_comes_from(string name, string words, bool missing)
    {
        var view = Assert.Single(StepFileView.OfAll([Use(Apply(name))], new Dictionary<string, string>(), Shelf)[0]);
        Assert.Equal((words, missing), (view.Words, view.Missing));
    }

    [Fact]
    public void A_step_above_may_make_it_and_one_below_may_not()
    {
        var dump = Use(new PostgresDump { Program = "pg_dump", Place = new(), File = "./backup.sql" });
        var restore = Use(new PostgresRestore { Program = "pg_restore", Place = new(), File = "backup.sql" });
        Assert.Equal("made by step 1, which has not run here yet", StepFileView.OfAll([dump, restore], new Dictionary<string, string>(), Shelf)[1][0].Words);
        Assert.True(StepFileView.OfAll([restore, dump], new Dictionary<string, string>(), Shelf)[0][0].Missing);
    }

    [Fact]
    public void A_name_that_is_not_known_yet_is_left_out_until_it_is()
    {
        var use = Use(Apply($"k8s/{ParameterText.Place("what")}.yaml"));
        Assert.Empty(StepFileView.OfAll([use], new Dictionary<string, string>(), Shelf)[0]);
        Assert.False(StepFileView.OfAll([use], new Dictionary<string, string> { ["what"] = "hpa" }, Shelf)[0][0].Missing);
    }
}
