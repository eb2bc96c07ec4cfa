using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Shell;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class FenceSessionTests
{
    private static IEnumerable<string> Read(string text, string language = "bash") =>
        FenceReader.Read(text, language, 1).Select(c => $"{(c.Session is null ? "" : "in session: ")}{(c.Statement is Query q ? $"{q.Language} " : "")}{c.Source.Replace("\n", "⏎")}");

    [Theory]
    [InlineData("psql -U me db")]
    [InlineData("docker exec -it db psql -U me")]
    [InlineData("kubectl exec -it db-0 -n x -- psql")]
    public void Sql_below_a_prompt_of_psql_runs_inside_it(string opener) =>
        Assert.Equal([opener, "in session: sql SELECT 1⏎FROM t;", "in session: sql \\dt", "kubectl get pods"], Read($"{opener}\n\n# Look\nSELECT 1\nFROM t;\n\\dt\n\nkubectl get pods"));

    [Fact]
    public void Redis_commands_below_a_prompt_of_redis_run_inside_it() =>
        Assert.Equal(["redis-cli", "in session: redis INFO memory", "in session: redis dbsize", "ls"], Read("redis-cli\n# Memory\nINFO memory\ndbsize\nls"));

    [Fact]
    public void A_shell_in_a_pod_lasts_until_it_is_left() =>
        Assert.Equal(["kubectl exec -it p -- bash", "in session: ls", "in session: exit", "ls"], Read("kubectl exec -it p -- bash\nls\nexit\nls"));

    [Fact]
    public void What_works_on_pods_from_outside_ends_the_shell_inside_one() =>
        Assert.Equal(["kubectl exec -it p -- bash", "in session: ls", "kubectl get pods"], Read("kubectl exec -it p -- bash\nls\nkubectl get pods"));

    [Fact]
    public void Another_host_may_have_kubectl_too() =>
        Assert.Equal(["ssh host", "in session: kubectl get pods"], Read("ssh host\nkubectl get pods"));

    [Theory]
    [InlineData("psql -c 'SELECT 1'\nls")]
    [InlineData("redis-cli ping\nls")]
    [InlineData("kubectl exec -it p -- ls\nls")]
    [InlineData("ssh host uptime\nls")]
    public void A_command_that_needs_no_prompt_opens_no_session(string text) => Assert.DoesNotContain(Read(text), c => c.StartsWith("in session"));

    [Theory]
    [InlineData("sql", "-- One\nSELECT ';' FROM a;\n-- Two\nSELECT 2 -- last\n", "sql SELECT ';' FROM a;|sql SELECT 2 -- last")]
    [InlineData("sql", "SELECT $$a;b$$; SELECT 2", "sql SELECT $$a;b$$;|sql SELECT 2")]
    [InlineData("sql", "SELECT 1\n\nSELECT 2", "sql SELECT 1|sql SELECT 2")]
    [InlineData("sql", "SELECT 'open\n\nSELECT 2;", "sql SELECT 'open|sql SELECT 2;")]
    [InlineData("redis", "INFO memory\nDBSIZE", "redis INFO memory|redis DBSIZE")]
    [InlineData("promql", "# Rate\nsum by (job)\n  (rate(a{b=\"(\"}[5m]))\nup == 0", "promql sum by (job)⏎  (rate(a{b=\"(\"}[5m]))|promql up == 0")]
    [InlineData("promql", "a\n  / b\n\nc", "promql a⏎  / b|promql c")]
    [InlineData("bash", "SELECT count(*)\nFROM t;\nls", "sql SELECT count(*)⏎FROM t;|ls")]
    public void Other_languages_have_their_own_ends_of_statements(string language, string text, string expected) => Assert.Equal(expected.Split('|'), Read(text, language));
}
