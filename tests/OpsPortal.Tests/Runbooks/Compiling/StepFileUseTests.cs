using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Files;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class StepFileUseTests
{
    [Theory]
    [InlineData("kubectl apply -f k8s/hpa.yaml -f ./k8s/vpa.yaml", "k8s/hpa.yaml k8s/vpa.yaml", "")]
    [InlineData("kubectl apply -f k8s/", "k8s/", "")]
    [InlineData("kubectl diff -f new.yaml", "new.yaml", "")]
    [InlineData("kubectl create configmap app --from-file=app.conf --from-file=key=other.conf --from-literal=a=b.conf", "app.conf other.conf", "")]
    [InlineData("kubectl create secret tls web --cert=tls.crt --key=tls.key", "tls.crt tls.key", "")]
    [InlineData("kubectl patch deployment web --patch-file patch.yaml", "patch.yaml", "")]
    [InlineData("kubectl cp ./seed.sql db-0:/tmp/seed.sql", "seed.sql", "")]
    [InlineData("kubectl cp db-0:/tmp/out.sql ./out.sql", "", "out.sql")]
    [InlineData("kubectl get pods -o yaml > pods.yaml", "", "pods.yaml")]
    [InlineData("psql -h db -f migrate.sql", "migrate.sql", "")]
    [InlineData("psql -h db < dump.sql", "dump.sql", "")]
    [InlineData("pg_dump -h db -f backup.sql app", "", "backup.sql")]
    [InlineData("pg_restore -h db -d app backup.dump", "backup.dump", "")]
    [InlineData("curl -X POST http://api/x -d @body.json", "body.json", "")]
    [InlineData("curl http://api/x -F file=@shot.csv -o answer.json", "shot.csv", "answer.json")]
    [InlineData("curl http://api/x -o got.sql && psql -h db -f got.sql", "", "got.sql")]
    [InlineData("k6 run --summary-export=summary.json load-test.js", "load-test.js", "")]
    [InlineData("locust -f load/baseline.py --html report.html --run-time 60s", "load/baseline.py", "")]
    [InlineData("kubectl get pods | tee pods.txt", "", "pods.txt")]
    [InlineData("cat notes.txt | wc -l", "notes.txt", "")]
    [InlineData("openssl x509 -in tls.crt -noout -dates", "tls.crt", "")]
    [InlineData("kubectl get pods 2>/dev/null", "", "")]
    public void A_command_tells_its_files(string command, string reads, string writes)
    {
        var use = Of(command);
        Assert.Equal(reads, string.Join(' ', use.Reads));
        Assert.Equal(writes, string.Join(' ', use.Writes));
    }

    [Fact]
    public void Places_stay_places() => Assert.Equal([ParameterText.Place("FILE")], Of("kubectl apply -f $FILE").Reads);

    [Fact]
    public void A_here_document_is_no_file() => Assert.Empty(Of("kubectl apply -f - <<EOF\nkind: ConfigMap\nEOF").Reads);

    private static StepFileUse Of(string command)
    {
        var compiled = Compiled.Of(command);
        Assert.True(compiled.Action is not null, command);
        return StepFileUse.Of(new() { Id = "", SectionId = "", Line = 1, Title = "", Source = command, Mode = compiled.Mode, Risk = compiled.Action.Risk, Action = compiled.Action, Filters = compiled.Filters, Lookups = compiled.Lookups });
    }
}
