using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class RiskTests
{
    [Theory]
    [InlineData("SELECT * FROM t", Risk.Read)]
    [InlineData("select lower(name), count(*) from t where x in (1, 2) group by 1", Risk.Read)]
    [InlineData("WITH a (x) AS (SELECT 1) SELECT * FROM a", Risk.Read)]
    [InlineData("EXPLAIN DELETE FROM t", Risk.Read)]
    [InlineData("SELECT 'DROP TABLE t; DELETE FROM t'", Risk.Read)]
    [InlineData("-- DROP TABLE t\nSHOW max_connections", Risk.Read)]
    [InlineData("\\dt", Risk.Read)]
    [InlineData("COPY t TO STDOUT", Risk.Read)]
    [InlineData("SELECT nextval('s')", Risk.Change)]
    [InlineData("SELECT my_cleanup()", Risk.Change)]
    [InlineData("SELECT * INTO b FROM a", Risk.Change)]
    [InlineData("INSERT INTO t VALUES (1)", Risk.Change)]
    [InlineData("UPDATE t SET a = 1 WHERE b = 2", Risk.Change)]
    [InlineData("VACUUM ANALYZE", Risk.Change)]
    [InlineData("DO $$ BEGIN PERFORM 1; END $$", Risk.Change)]
    [InlineData("ALTER TABLE t ADD COLUMN c int", Risk.Change)]
    [InlineData("UPDATE t SET a = 1", Risk.Destructive)]
    [InlineData("DELETE FROM t WHERE a = 1", Risk.Destructive)]
    [InlineData("WITH d AS (DELETE FROM t RETURNING *) SELECT * FROM d", Risk.Destructive)]
    [InlineData("EXPLAIN ANALYZE DELETE FROM t", Risk.Destructive)]
    [InlineData("SELECT 1; DROP INDEX i", Risk.Destructive)]
    [InlineData("ALTER TABLE t DROP COLUMN c", Risk.Destructive)]
    [InlineData("SELECT pg_drop_replication_slot('s')", Risk.Destructive)]
    public void Sql(string sql, Risk risk) => Assert.Equal(risk, SqlRisk.Of(sql));

    [Theory]
    [InlineData("kubectl get secret x -o yaml", Risk.Read)]
    [InlineData("kubectl port-forward svc/web 8080:80", Risk.Read)]
    [InlineData("kubectl cp web:/tmp/a ./a", Risk.Read)]
    [InlineData("kubectl cp ./a web:/tmp/a", Risk.Change)]
    [InlineData("kubectl drain node-1", Risk.Change)]
    [InlineData("kubectl create configmap a --from-literal=b=c --dry-run=client -o yaml", Risk.Read)]
    [InlineData("kubectl apply -f . --prune", Risk.Destructive)]
    [InlineData("helm list -A", Risk.Read)]
    [InlineData("helm -n shop upgrade web ./chart", Risk.Change)]
    [InlineData("helm uninstall web", Risk.Destructive)]
    [InlineData("terraform plan -out x", Risk.Read)]
    [InlineData("terraform destroy", Risk.Destructive)]
    [InlineData("docker compose -f a.yml ps", Risk.Read)]
    [InlineData("docker-compose down", Risk.Change)]
    [InlineData("docker compose down -v", Risk.Destructive)]
    [InlineData("docker exec -it cache redis-cli FLUSHDB", Risk.Destructive)]
    [InlineData("docker volume rm data", Risk.Destructive)]
    [InlineData("docker push web:1", Risk.Change)]
    [InlineData("systemctl status web", Risk.Read)]
    [InlineData("sudo systemctl restart web", Risk.Change)]
    [InlineData("aws s3 ls s3://b", Risk.Read)]
    [InlineData("aws s3 cp s3://b/a .", Risk.Read)]
    [InlineData("aws s3 cp a s3://b/a", Risk.Change)]
    [InlineData("aws ec2 describe-instances --output table", Risk.Read)]
    [InlineData("aws rds delete-db-instance --db-instance-identifier x", Risk.Destructive)]
    [InlineData("git push --force", Risk.Destructive)]
    [InlineData("vault kv get secret/x", Risk.Read)]
    [InlineData("ssh host 'sudo rm -rf /x'", Risk.Destructive)]
    [InlineData("ssh -i k host uptime", Risk.Read)]
    [InlineData("curl -G http://p/api --data-urlencode 'q=1'", Risk.Read)]
    [InlineData("curl -d '{}' http://x", Risk.Change)]
    [InlineData("echo 1 > /etc/hosts", Risk.Change)]
    [InlineData("ls > files.txt", Risk.Read)]
    [InlineData("xargs kubectl delete ns", Risk.Destructive)]
    [InlineData("echo 'TRUNCATE t' | psql", Risk.Destructive)]
    [InlineData("psql app < backup.sql", Risk.Destructive)]
    [InlineData("psql app <<E\nSELECT 1;\nE", Risk.Read)]
    [InlineData("some-tool status", Risk.Change)]
    [InlineData("if ls; then rm x; fi", Risk.Destructive)]
    [InlineData("rm -rf 'x", Risk.Destructive)]
    public void Commands(string command, Risk risk) => Assert.Equal(risk, Compiled.Of(command).Risk);

    /// <summary>Each host could be read in two ways, and two to the power of forty does not come to an end.</summary>
    [Theory]
    [InlineData("", Risk.Destructive)]
    [InlineData("; ", Risk.Destructive)]
    public void What_is_handed_from_host_to_host_is_read_in_the_end(string sign, Risk risk) =>
        Assert.Equal(risk, CommandRisk.Of([.. Enumerable.Repeat((string[])["ssh", "h"], 40).SelectMany(w => w), $"{sign}rm", "-rf", "/data"]));

    [Fact]
    public void A_command_of_endless_words_is_left_to_a_person()
    {
        var compiled = Compiled.Of("curl" + string.Concat(Enumerable.Repeat(" http://x/y", 3000)));
        Assert.Equal(StepMode.Manual, compiled.Mode);
        Assert.Contains("more than 2,000 words", compiled.ManualReason);
    }
}
