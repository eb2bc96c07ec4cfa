using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Expectations;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Expectations;

public sealed class RunningTests
{
    private const string Header = "NAME                   READY   STATUS             RESTARTS      AGE\n";

    [Fact]
    public void Every_pod_runs_and_is_ready()
    {
        var verdict = Judged.Of("All pods Running", Header + "api-7d9f8b6c5-x2x4z    1/1     Running            0             5d\nworker-0               2/2     Running            5 (2m ago)    5d");
        Assert.Equal((VerdictKind.Met, "2 of 2 pods are Running."), (verdict.Kind, verdict.Text));
        Assert.Equal([2, 3], verdict.Evidence.Select(e => e.Line));
    }

    [Theory]
    [InlineData("api-0                  0/1     CrashLoopBackOff   12 (1m ago)   5d", "api-0 is CrashLoopBackOff.")]
    [InlineData("api-0                  0/1     Running            0             5d", "api-0 is Running, but 0 of 1 are ready.")]
    [InlineData("api-0                  0/1     Pending            0             5d", "api-0 is Pending.")]
    [InlineData("api-0                  1/1     Terminating        0             5d", "api-0 is Terminating.")]
    [InlineData("api-0                  0/1     Init:0/2           0             5d", "api-0 is Init:0/2.")]
    [InlineData("api-0                  0/1     ImagePullBackOff   0             5d", "api-0 is ImagePullBackOff.")]
    public void One_that_does_not_is_named(string row, string sentence)
    {
        var verdict = Judged.Of("All pods Running", Header + "worker-0               1/1     Running            0             5d\n" + row);
        Assert.Equal((VerdictKind.NotMet, sentence), (verdict.Kind, verdict.Text));
        Assert.Equal(3, Assert.Single(verdict.Evidence).Line);
    }

    [Fact]
    public void Finished_pods_are_fine() =>
        Assert.Equal("1 of 1 pods is Running, 1 more has finished.", Judged.Of("All pods Running", Header + "api-0                  1/1     Running            0             5d\nmigrate-x              0/1     Completed          0             5d").Text);

    [Theory]
    [InlineData("No resources found in shop namespace.", VerdictKind.NotMet)]
    [InlineData("! No resources found in shop namespace.", VerdictKind.NotMet)]
    [InlineData("", VerdictKind.Judge)]
    [InlineData("all is well", VerdictKind.Judge)]
    [InlineData(Header + "migrate-x              0/1     Completed          0             5d", VerdictKind.Judge)]
    [InlineData("Running Running Running", VerdictKind.Met)]
    [InlineData("Running Pending Running", VerdictKind.NotMet)]
    [InlineData("api-0   1/1   Running   0   5d", VerdictKind.Met)]
    [InlineData("shop   api-0   0/1   Error   0   5d", VerdictKind.NotMet)]
    [InlineData("NAME   READY   UP-TO-DATE   AVAILABLE   AGE\napi    3/3     3            3           5d", VerdictKind.Met)]
    [InlineData("NAME   READY   UP-TO-DATE   AVAILABLE   AGE\napi    2/3     3            2           5d", VerdictKind.NotMet)]
    [InlineData("NAME   READY   UP-TO-DATE   AVAILABLE   AGE\napi    0/0     0            0           5d", VerdictKind.NotMet)]
    [InlineData("NAMES   IMAGE   STATUS\napi     api:1   Up 3 hours", VerdictKind.Judge)]
    [InlineData("NAMES   IMAGE   STATUS\napi     api:1   Up 3 hours (unhealthy)", VerdictKind.NotMet)]
    [InlineData("NAMES   IMAGE   STATUS\napi     api:1   Exited (1) 2 hours ago", VerdictKind.NotMet)]
    [InlineData("NAME   TYPE        CLUSTER-IP   PORT(S)\napi    ClusterIP   10.0.0.1     80/TCP", VerdictKind.Judge)]
    public void Nothing_else_is_green(string output, VerdictKind kind) => Assert.Equal(kind, Judged.Kind("All pods Running", output));

    [Fact]
    public void Of_a_watched_table_the_last_row_of_a_pod_counts() =>
        Assert.Equal(VerdictKind.Met, Judged.Kind("All pods Running", Header + "api-0                  0/1     ContainerCreating  0             1s\napi-0                  1/1     Running            0             5s"));

    [Theory]
    [InlineData("NAME   STATUS                     ROLES    AGE   VERSION\nn1     Ready                      <none>   9d    v1.30.0", VerdictKind.Met)]
    [InlineData("NAME   STATUS                     ROLES    AGE   VERSION\nn1     NotReady                   <none>   9d    v1.30.0", VerdictKind.NotMet)]
    [InlineData("NAME   STATUS                     ROLES    AGE   VERSION\nn1     Ready,SchedulingDisabled   <none>   9d    v1.30.0", VerdictKind.NotMet)]
    public void Nodes_are_ready(string output, VerdictKind kind) => Assert.Equal(kind, Judged.Kind("All nodes Ready", output));

    [Theory]
    [InlineData("Running", VerdictKind.Judge)]
    [InlineData("api", VerdictKind.Met)]
    public void A_filter_for_what_is_expected_proves_nothing(string pattern, VerdictKind kind) =>
        Assert.Equal(kind, Judged.Of("All pods Running", "api-0   1/1   Running   0   5d", s => s with { Filters = [new Grep($"grep {pattern}") { Patterns = [pattern] }] }).Kind);

    [Theory]
    [InlineData("Running", "true", VerdictKind.Met)]
    [InlineData("Running", "false", VerdictKind.NotMet)]
    [InlineData("Failed", "false", VerdictKind.NotMet)]
    public void Json_of_pods_tells_as_much(string phase, string ready, VerdictKind kind) =>
        Assert.Equal(kind, Judged.Kind("All pods Running", $$$"""{"items":[{"kind":"Pod","metadata":{"name":"a"},"status":{"phase":"{{{phase}}}","containerStatuses":[{"ready":{{{ready}}}}]}}]}"""));

    [Fact]
    public void A_cut_output_is_for_a_person() =>
        Assert.Equal(VerdictKind.Judge, Judged.Of("All pods Running", "api-0   1/1   Running   0   5d", s => s with { Complete = false }).Kind);

    [Fact]
    public void A_failed_step_does_not_meet_it() =>
        Assert.Equal("The step failed: Forbidden.", Judged.Failing("All pods Running", "", null, "Forbidden.").Text);
}
