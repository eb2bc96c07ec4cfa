using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class KubectlExecTests
{
    [Theory]
    [InlineData("kubectl exec -it db-0 -n shop -c main -- rails -c 'SELECT 1'")]
    [InlineData("kubectl -n shop exec db-0 --container=main -ti -- rails -c 'SELECT 1'")]
    public void The_command_inside_is_kept_word_by_word(string command)
    {
        var exec = Compiled.Native<KubernetesExec>(command);
        Assert.Equal((new ResourceArgument("pod", "db-0"), "shop", "main"), (exec.Resource, exec.Namespace, exec.Container));
        Assert.Equal(["rails", "-c", "SELECT 1"], exec.Command);
    }

    [Fact]
    public void Flags_of_the_command_inside_are_its_own() =>
        Assert.Equal(["ls", "-la", "-n", "x"], Compiled.Native<KubernetesExec>("kubectl exec deployment/web -- ls -la -n x").Command);

    [Fact]
    public void Without_dashes_it_runs_and_warns()
    {
        Assert.Equal(["ls", "/tmp"], Compiled.Native<KubernetesExec>("kubectl exec web ls /tmp").Command);
        Assert.Equal("RB1107", Assert.Single(Compiled.Of("kubectl exec web ls /tmp").Diagnostics).Code);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("/bin/sh")]
    [InlineData("mysql -u me -psecret")]
    [InlineData("python")]
    [InlineData("top")]
    [InlineData("vi /etc/hosts")]
    public void What_waits_for_a_person_is_interactive(string inner)
    {
        var compiled = Compiled.Manual($"kubectl exec -it web -- {inner}");
        Assert.True(compiled.Interactive);
        Assert.Contains("terminal", compiled.ManualReason);
    }

    [Theory]
    [InlineData("df -h", Risk.Read)]
    [InlineData("env", Risk.Read)]
    [InlineData("top -bn1", Risk.Read)]
    [InlineData("curl -s http://web/health", Risk.Read)]
    [InlineData("curl -X POST http://web/reload", Risk.Change)]
    [InlineData("curl -XDELETE http://web/index", Risk.Destructive)]
    [InlineData("rm -rf /tmp/x", Risk.Destructive)]
    [InlineData("find /logs -mtime +7 -delete", Risk.Destructive)]
    [InlineData("find /logs -exec rm {} \\;", Risk.Destructive)]
    [InlineData("find /logs -size +1M", Risk.Read)]
    [InlineData("sh -c 'ls | wc -l'", Risk.Read)]
    [InlineData("bash -c 'ls && rm x'", Risk.Destructive)]
    [InlineData("python manage.py migrate", Risk.Change)]
    [InlineData("python manage.py showmigrations", Risk.Read)]
    [InlineData("python manage.py flush --noinput", Risk.Destructive)]
    [InlineData("./unknown --all", Risk.Change)]
    public void The_risk_is_that_of_the_command_inside(string inner, Risk risk)
    {
        var command = $"kubectl exec -it web -- {inner}";
        Assert.Equal(risk, Compiled.Native<KubernetesExec>(command).InnerRisk);
        Assert.Equal(risk, Compiled.Of(command).Risk);
    }

    [Theory]
    [InlineData("mysql -e \"SELECT * FROM t WHERE id = <id>\"", Risk.Change)]
    [InlineData("sh -c \"ls $DIR\"", Risk.Change)]
    [InlineData("ls $DIR", Risk.Read)]
    [InlineData("mysql -D $DB -e 'SELECT 1'", Risk.Read)]
    public void What_is_filled_into_code_makes_a_read_a_change(string inner, Risk risk) =>
        Assert.Equal(risk, Compiled.Of($"kubectl exec web -- {inner}").Risk);

    [Theory]
    [InlineData("kubectl exec web", "names no command")]
    [InlineData("kubectl exec -- ls", "names no pod")]
    [InlineData("kubectl exec a b -- ls", "one pod")]
    public void Other_forms_are_manual(string command, string reason) => Assert.Contains(reason, Compiled.Manual(command).ManualReason);
}
