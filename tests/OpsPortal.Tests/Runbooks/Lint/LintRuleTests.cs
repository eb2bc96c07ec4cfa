using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Diagnostics;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Lint;

/// <summary>Each rule: what it finds, where, and what it does not take for it.</summary>
public sealed class LintRuleTests
{
    [Theory]
    // what | code | the text it points to, or the start of the line | what the fix makes of the line
    [InlineData("kubectl get psp,netpol -n a", "RB3001", "psp,netpol", null)]
    [InlineData("kubectl get componentstatuses", "RB3001", "componentstatuses", null)]
    [InlineData("kubectl get deploy x --export -o yaml", "RB3003", "--export", null)]
    [InlineData("kubectl run x --image=a:1 --generator=run-pod/v1", "RB3003", "--generator=run-pod/v1", null)]
    [InlineData("kubectl drain n1 --delete-local-data --ignore-daemonsets", "RB3003", "--delete-local-data", "kubectl drain n1 --delete-emptydir-data --ignore-daemonsets")]
    [InlineData("kubectl create deployment x --image=a:1 --dry-run -o yaml", "RB3003", "--dry-run", "kubectl create deployment x --image=a:1 --dry-run=client -o yaml")]
    [InlineData("kubectl set image deployment/x a=b:1 --record", "RB3003", "--record", null)]
    [InlineData("kubectl patch deployment -p '{}'", "RB3004", "deployment", null)]
    [InlineData("kubectl patch deployment x", "RB3004", "kubectl", null)]
    [InlineData("kubectl patch deployment x -p '{\"a\":1'", "RB3004", "'{\"a\":1'", null)]
    [InlineData("kubectl logs -l app=x --since=1h | grep ERROR", "RB3005", "-l", null)]
    [InlineData("kubectl delete pod x --force --grace-period=0", "RB3006", "--force", null)]
    [InlineData("kubectl delete pods --all -n a", "RB3007", "--all", null)]
    [InlineData("kubectl set image deployment/x a=repo/b:latest", "RB3009", "a=repo/b:latest", null)]
    [InlineData("kubectl set image deployment/x a=localhost:5000/b", "RB3009", "a=localhost:5000/b", null)]
    [InlineData("kubectl exec x ls -la", "RB1107", "ls", "kubectl exec x -- ls -la")]
    [InlineData("psql -c \"SELECT mean_time FROM pg_stat_statements\"", "RB3020", "mean_time", "psql -c \"SELECT mean_exec_time FROM pg_stat_statements\"")]
    [InlineData("kubectl exec -it p -- psql -c 'SELECT indexname FROM pg_stat_user_indexes'", "RB3020", "indexname", "kubectl exec -it p -- psql -c 'SELECT indexrelname FROM pg_stat_user_indexes'")]
    [InlineData("psql -c \"SELECT procpid FROM pg_stat_activity\"", "RB3020", "procpid", "psql -c \"SELECT pid FROM pg_stat_activity\"")]
    [InlineData("psql -c \"SELECT * FROM pg_stat_activity WHERE waiting\"", "RB3020", "waiting", null)]
    [InlineData("psql -c \"SELECT pg_start_backup('x')\"", "RB3021", "pg_start_backup", "psql -c \"SELECT pg_backup_start('x')\"")]
    [InlineData("psql -c \"SELECT pg_current_xlog_location()\"", "RB3021", "pg_current_xlog_location", "psql -c \"SELECT pg_current_wal_lsn()\"")]
    [InlineData("psql -d shop -c 'VACUUM ANALYZE shop;'", "RB3022", " shop", "psql -d shop -c 'VACUUM ANALYZE;'")]
    [InlineData("psql -c 'UPDATE a SET b = 1'", "RB3023", "UPDATE a", null)]
    [InlineData("psql -c 'DELETE FROM a;'", "RB3023", "DELETE FROM a", null)]
    [InlineData("psql -c 'VACUUM FULL a'", "RB3024", "VACUUM FULL", null)]
    [InlineData("psql -c 'CREATE INDEX i ON a(b)'", "RB3025", "CREATE INDEX", null)]
    [InlineData("curl http://p/api/v1/query --data-urlencode 'query=histogram_quantile(0.95, x_bucket)'", "RB3030", "histogram_quantile(0.95, x_bucket)", null)]
    [InlineData("curl http://p/api/v1/query --data-urlencode 'query=sum(rate(x))'", "RB3031", "rate(x)", null)]
    [InlineData("redis-cli KEYS 'a:*'", "RB3040", "KEYS 'a:*'", "redis-cli --scan --pattern 'a:*'")]
    [InlineData("docker-compose ps", "RB3050", "docker-compose", "docker compose ps")]
    [InlineData("curl -sk https://x/", "RB3060", "-sk", null)]
    [InlineData("wget --no-check-certificate https://x/", "RB3060", "--no-check-certificate", null)]
    [InlineData("curl https://x/api?force=true", "RB3061", "https://x/api?force=true", "curl 'https://x/api?force=true'")]
    [InlineData("curl https://x/api?a=1&b=2", "RB3061", "https://x/api?a=1&b=2", "curl 'https://x/api?a=1&b=2'")]
    [InlineData("curl -s 'http://p/api/v1/query?query=sum(rate(x[5m]))' | jq .", "RB3062", "'http://p/api/v1/query?query=sum(rate(x[5m]))'", "curl -s -G 'http://p/api/v1/query' --data-urlencode 'query=sum(rate(x[5m]))' | jq .")]
    [InlineData("curl -X POST http://x/ -d {\"a\":1}", "RB3063", "{\"a\":1}", "curl -X POST http://x/ -d '{\"a\":1}'")]
    [InlineData("rm -rf /", "RB3064", "/", null)]
    [InlineData("rm -rf $DIR/cache", "RB3064", "$DIR/cache", null)]
    [InlineData("kubectl exec p -- rm -rf /*", "RB3064", "/*", null)]
    public void A_rule_points_to_what_it_means(string line, string code, string pointed, string? mended)
    {
        var text = $"# T\n\n1. Look\n\n   ```bash\n   # first\n   {line}\n   ```\n";
        var diagnostic = Lint(text).FirstOrDefault(d => d.Code == code);
        Assert.True(diagnostic is not null, $"{code} is missing among {string.Join(", ", Lint(text).Select(d => d.Code))}");
        Assert.Equal((7, pointed), (diagnostic.Line, $"   {line}"[(diagnostic.Column - 1)..(diagnostic.EndColumn!.Value - 1)]));
        Assert.Equal(mended, diagnostic.Fix is { } fix ? DiagnosticFixes.Apply(text, fix)!.Split('\n')[6].Trim() : null);
    }

    [Theory]
    [InlineData("kubectl get pods -n psp")]
    [InlineData("kubectl get pods --dry-run=client")]
    [InlineData("kubectl patch deployment x -p '{\"a\":1}'")]
    [InlineData("kubectl patch deployment x -p 'spec: {}'")]
    [InlineData("kubectl patch deployment x -p '{\"a\": <value>}'")]
    [InlineData("kubectl logs -l app=x --tail=100")]
    [InlineData("kubectl logs deployment/x --since=1h")]
    [InlineData("kubectl delete pod x")]
    [InlineData("kubectl set image deployment/x a=b:1.2")]
    [InlineData("kubectl set image deployment/x a=b:$TAG")]
    [InlineData("kubectl set image deployment/x a=b@sha256:abc")]
    [InlineData("kubectl exec x -- ls")]
    [InlineData("psql -c 'SELECT mean_exec_time AS mean_time FROM pg_stat_statements ORDER BY mean_time'")]
    [InlineData("psql -c \"SELECT 'mean_time' FROM pg_stat_statements\"")]
    [InlineData("psql -c 'SELECT mean_time FROM my_stats'")]
    [InlineData("psql -c 'SELECT tablename FROM pg_tables'")]
    [InlineData("psql -c 'SELECT pg_backup_start(1)'")]
    [InlineData("psql -d shop -c 'ANALYZE orders'")]
    [InlineData("psql -c 'UPDATE a SET b = 1 WHERE c = 2'")]
    [InlineData("psql -c 'CREATE INDEX CONCURRENTLY i ON a(b)'")]
    [InlineData("psql -c 'VACUUM ANALYZE a'")]
    [InlineData("curl http://p/api/v1/query --data-urlencode 'query=histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))'")]
    [InlineData("redis-cli info keyspace")]
    [InlineData("redis-cli get keys")]
    [InlineData("docker compose ps")]
    [InlineData("curl -o k https://x/")]
    [InlineData("curl 'https://x/api?a=1&b=2'")]
    [InlineData("curl -X POST http://x/ -d '{\"a\":1}'")]
    [InlineData("rm -rf /tmp/x")]
    [InlineData("rm -rf ${DIR:?}/cache")]
    [InlineData("echo kubectl delete pods --all")]
    public void A_rule_leaves_alone_what_is_well(string line) =>
        Assert.DoesNotContain(Lint($"# T\n\n```bash\n{line}\n```\n"), d => d.Code.StartsWith("RB30", StringComparison.Ordinal));

    [Fact]
    public void A_change_without_namespace_is_noticed_where_others_have_one()
    {
        const string fence = "# T\n\n```bash\nkubectl get pods -n shop\nkubectl scale deployment x --replicas=2\nkubectl get pods\nkubectl cordon n1\n```\n";
        Assert.Equal([5], Lint(fence).Where(d => d.Code == "RB3008").Select(d => d.Line));
        Assert.DoesNotContain(Lint(fence.Replace(" -n shop", "")), d => d.Code == "RB3008");
        Assert.DoesNotContain(Lint(fence.Replace("kubectl get pods -n shop", "kubectl get pods -n shop\nkubectl config set-context --current --namespace=shop")), d => d.Code == "RB3008");
    }

    [Fact]
    public void Alert_rules_and_manifests_are_looked_at_too()
    {
        var found = Lint("# T\n\n```yaml\n- alert: Slow\n  expr: histogram_quantile(0.9, x_bucket) > 1\n```\n\n```yaml\napiVersion: extensions/v1beta1\nkind: Ingress\n```\n");
        Assert.Equal([(4, "RB3030"), (9, "RB3002")], found.Where(d => d.Code.StartsWith("RB30", StringComparison.Ordinal)).Select(d => (d.Line, d.Code)));
    }

    [Fact]
    public void A_rule_finds_its_place_behind_a_prompt_and_on_a_later_line()
    {
        var found = Lint("# T\n\n```console\n$ kubectl exec -it p -- psql -c \"\n> SELECT 1\"\nx\n```\n\n```sql\n-- slow ones\nSELECT query,\n       mean_time\nFROM pg_stat_statements;\n```\n");
        var column = Assert.Single(found, d => d.Code == "RB3020");
        Assert.Equal((12, 8), (column.Line, column.Column));
    }

    [Fact]
    public void A_prompt_of_redis_is_known() =>
        Assert.Equal(6, Assert.Single(Lint("# T\n\n```bash\nredis-cli\n\nKEYS a:*\n```\n"), d => d.Code == "RB3040").Line);

    [Fact]
    public void What_the_compiler_says_of_a_flag_is_not_said_twice() =>
        Assert.Equal(["RB3003"], Lint("# T\n\n```bash\nkubectl get pods --export\n```\n").Select(d => d.Code));

    private static List<Diagnostic> Lint(string text)
    {
        var runbook = RunbookCompiler.Compile(text);
        return [.. runbook.Diagnostics.Concat(runbook.Steps.SelectMany(s => s.Diagnostics)).OrderBy(d => d.Line)];
    }
}
