using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class HostProgramTests
{
    [Theory]
    [InlineData("ls -lh backups/", Risk.Read)]
    [InlineData("df -h", Risk.Read)]
    [InlineData("du -sh /var/log", Risk.Read)]
    [InlineData("gunzip -t backups/latest.sql.gz", Risk.Read)]
    [InlineData("tar -czf logs.tar.gz logs", Risk.Read)]
    [InlineData("ping -c 3 db", Risk.Read)]
    [InlineData("nslookup db.internal", Risk.Read)]
    [InlineData("dig +short db", Risk.Read)]
    [InlineData("nc -zv db 5432", Risk.Read)]
    [InlineData("systemctl status nginx", Risk.Read)]
    [InlineData("systemctl restart nginx", Risk.Change)]
    [InlineData("sudo systemctl stop nginx", Risk.Change)]
    [InlineData("service nginx restart", Risk.Change)]
    [InlineData("journalctl -u nginx --since '1 hour ago'", Risk.Read)]
    [InlineData("trivy image app:latest", Risk.Read)]
    [InlineData("aws s3 ls s3://bucket/", Risk.Read)]
    [InlineData("aws s3 cp a.sql s3://bucket/", Risk.Change)]
    [InlineData("aws s3 rm s3://bucket/a", Risk.Destructive)]
    [InlineData("gsutil ls gs://b", Risk.Read)]
    [InlineData("az vm restart -n a", Risk.Change)]
    [InlineData("gcloud compute instances list", Risk.Read)]
    [InlineData("helm uninstall app", Risk.Destructive)]
    [InlineData("helm rollback app 2", Risk.Change)]
    [InlineData("helm list -A", Risk.Read)]
    [InlineData("npm run backup:db", Risk.Change)]
    [InlineData("npm run db:drop", Risk.Destructive)]
    [InlineData("npm run check:health", Risk.Read)]
    [InlineData("npm audit", Risk.Read)]
    [InlineData("make deploy", Risk.Change)]
    [InlineData("make status", Risk.Read)]
    [InlineData("python manage.py showmigrations", Risk.Read)]
    [InlineData("python scripts/verify_backup.py", Risk.Read)]
    [InlineData("locust -f load_tests/baseline_test.py --headless", Risk.Change)]
    [InlineData("terraform destroy", Risk.Destructive)]
    [InlineData("terraform plan", Risk.Read)]
    [InlineData("./scripts/smoke-tests.sh", Risk.Change)]
    [InlineData("./scripts/health_check.sh", Risk.Read)]
    [InlineData("./deploy.sh --dry-run", Risk.Read)]
    [InlineData("./deploy.sh v2", Risk.Change)]
    [InlineData("./scripts/restore-db.sh", Risk.Destructive)]
    [InlineData("bash scripts/dropTables.sh", Risk.Destructive)]
    [InlineData("scripts/failover.sh status", Risk.Read)]
    [InlineData("/opt/tool/run", Risk.Change)]
    [InlineData("rm -rf /tmp/cache", Risk.Destructive)]
    [InlineData("find /logs -mtime +7 -delete", Risk.Destructive)]
    [InlineData("find /logs -name '*.log'", Risk.Read)]
    [InlineData("mkdir -p a", Risk.Change)]
    [InlineData("ssh web1 uptime", Risk.Read)]
    [InlineData("scp a web1:/tmp", Risk.Change)]
    [InlineData("crontab -l", Risk.Read)]
    [InlineData("nginx -t", Risk.Read)]
    [InlineData("kafka-topics.sh --list", Risk.Read)]
    [InlineData("git pull", Risk.Read)]
    [InlineData("velero backup get", Risk.Read)]
    [InlineData("mysql -e 'SELECT 1'", Risk.Read)]
    public void Is_a_program_of_a_host(string command, Risk risk)
    {
        var compiled = Compiled.Of(command);
        Assert.Equal((StepMode.Host, risk), (compiled.Mode, compiled.Risk));
        Assert.Equal(command.Split(' ')[0], Assert.IsType<HostRun>(compiled.Action).Program);
    }

    [Theory]
    [InlineData("vim /etc/hosts", true)]
    [InlineData("top", true)]
    [InlineData("ssh web1", true)]
    [InlineData("telnet db 5432", true)]
    [InlineData("crontab -e", true)]
    [InlineData("Check the logs", false)]
    [InlineData("key: value", false)]
    [InlineData("- item", false)]
    [InlineData("2026-01-31 12:00 started", false)]
    [InlineData("$TOOL --version", false)]
    [InlineData("http://example.com/a", false)]
    public void Stays_with_a_person(string command, bool interactive)
    {
        var compiled = Compiled.Of(command);
        Assert.Equal((StepMode.Manual, interactive), (compiled.Mode, compiled.Interactive));
    }

    [Theory]
    [InlineData("ls -la /backups/db_*.gz", "1:/backups/db_|*|.gz")]
    [InlineData("ls '/backups/*' \"a*\"b", "")]
    [InlineData("rm *.log a?.txt [ab]c", "0:|*|.log 1:a|?|.txt 2:|[ab]|c")]
    [InlineData("ls \"my dir\"/*", "0:my dir/|*|")]
    public void Unquoted_patterns_are_noted(string command, string expected) => Assert.Equal(expected, Patterns(Compiled.Of(command).Action));

    [Fact]
    public void A_value_that_holds_a_star_stays_a_value()
    {
        var bound = Compiled.Of("ls /backups/$NAME*").Action!.Bind(new Dictionary<string, string> { ["NAME"] = "*" });
        Assert.Equal("0:/backups/*|*|", Patterns(bound));
    }

    [Theory]
    [InlineData("tail -f app.log", true)]
    [InlineData("tail -100 app.log", false)]
    [InlineData("journalctl -fu nginx", true)]
    [InlineData("ping db", true)]
    [InlineData("ping -c3 db", false)]
    public void What_never_ends_is_live(string command, bool live) => Assert.Equal(live, Compiled.Of(command).Action!.Live);

    [Theory]
    [InlineData("sudo kubectl get pods", StepMode.Native, "kubernetes.get")]
    [InlineData("sudo -u deploy docker ps", StepMode.Native, "docker.ps")]
    [InlineData("time kubectl get pods", StepMode.Native, "kubernetes.get")]
    [InlineData("sudo ls /root", StepMode.Host, "host.run")]
    [InlineData("sudo docker build .", StepMode.Host, "host.run")]
    public void Sudo_is_dropped_before_what_runs_natively(string command, StepMode mode, string action)
    {
        var compiled = Compiled.Of(command);
        Assert.Equal((mode, action), (compiled.Mode, compiled.Action!.Name));
    }

    private static string Patterns(OpsPortal.Runbooks.Actions.StepAction? action) =>
        string.Join(' ', Assert.IsType<HostRun>(action).Patterns.Select(p => $"{p.Argument}:{string.Join('|', p.Pieces)}"));
}
