using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class FlowTests
{
    [Theory]
    [InlineData("X=5", "value.set", "Set X to 5", Risk.Read)]
    [InlineData("export NS=production", "value.set", "Set NS to production", Risk.Read)]
    [InlineData("X=", "value.set", "Empty X", Risk.Read)]
    [InlineData("DATE=$(date +%Y%m%d_%H%M%S)", "value.date", "Tell the time", Risk.Read)]
    [InlineData("BACKUP=\"backup-$(date +%F).sql\"", "value.set", "Set BACKUP to backup-$(date +%F).sql", Risk.Read)]
    [InlineData("POD=$(kubectl get pod -l app=web -o name | head -1)", "kubernetes.get", "List pod with app=web", Risk.Read)]
    [InlineData("JOB=`kubectl delete pod a`", "kubernetes.delete", "Delete pod a", Risk.Change)]
    [InlineData("A=1 B=2", "value.set", "Set A to 1, then set B to 2", Risk.Read)]
    [InlineData("LIST=(a b c)", "value.set", "Set LIST to a b c", Risk.Read)]
    [InlineData("read -p 'Which pod? ' POD", "value.set", "Set POD to <POD>", Risk.Read)]
    [InlineData("set -euo pipefail", "flow.nothing", "Nothing to do for set: it changes only how the shell of the operator behaves", Risk.Read)]
    [InlineData("source .env", "flow.nothing", "Nothing to do for source: variables of a file are parameters here, and whoever runs a step is asked for them", Risk.Read)]
    [InlineData("cd k8s", "flow.nothing", "Nothing to do for cd: files are found by their names here, wherever the shell of the operator stands", Risk.Read)]
    [InlineData("export PATH", "flow.nothing", "Nothing to do for export: variables are parameters here, and need no marking", Risk.Read)]
    [InlineData("exit 1", "flow.exit", "End here with failure 1", Risk.Read)]
    [InlineData("sleep 30", "flow.wait", "Wait 30 s", Risk.Read)]
    [InlineData("sleep 5m", "flow.wait", "Wait 5m", Risk.Read)]
    [InlineData("echo hello world", "value.text", "Print hello world", Risk.Read)]
    [InlineData("date -u", "value.date", "Tell the time", Risk.Read)]
    [InlineData("cat backup.log", "file.read", "Read backup.log", Risk.Read)]
    [InlineData("grep ERROR app.log", "file.read", "Read app.log", Risk.Read)]
    [InlineData("watch kubectl get pods -l app=web", "kubernetes.get", "List pods with app=web, again every 2 s until stopped", Risk.Read)]
    [InlineData("watch -n 5 'kubectl get pods | grep web'", "kubernetes.get", "List pods, again every 5 s until stopped", Risk.Read)]
    [InlineData("while true; do kubectl get pods; sleep 10; done", "kubernetes.get", "List pods, again every 10 s until stopped", Risk.Read)]
    [InlineData("until kubectl get pod web; do sleep 5; done", "kubernetes.get", "List pod web, again until it succeeds", Risk.Read)]
    [InlineData("while ! kubectl get pod web; do sleep 5; done", "kubernetes.get", "List pod web, again until it succeeds", Risk.Read)]
    [InlineData("kubectl get pods && kubectl delete pod a", "kubernetes.delete", "List pods, then delete pod a", Risk.Change)]
    [InlineData("kubectl get pod a || kubectl get pod b", "kubernetes.get", "List pod a, or else list pod b", Risk.Read)]
    [InlineData("kubectl get pods; sleep 3; kubectl top pods", "kubernetes.get", "List pods, then show CPU and memory of pods", Risk.Read)]
    [InlineData("(cd x; kubectl get pods)", "kubernetes.get", "List pods", Risk.Read)]
    [InlineData("! kubectl get pods", "kubernetes.get", "List pods", Risk.Read)]
    [InlineData("kubectl get pods &", "kubernetes.get", "List pods", Risk.Read)]
    [InlineData("timeout 30 kubectl get pods -w", "kubernetes.get", "Watch pods, for 30 s at most", Risk.Read)]
    [InlineData("env A=1 kubectl get pods", "kubernetes.get", "List pods", Risk.Read)]
    [InlineData("KUBECONFIG=x kubectl get pods", "kubernetes.get", "List pods", Risk.Read)]
    [InlineData("for n in a b; do kubectl delete pod $n; done", "kubernetes.delete", "Delete pod a, then delete pod b", Risk.Change)]
    [InlineData("for n in {1..3}; do kubectl get pod web-$n; done", "kubernetes.get", "List pod web-1, then list pod web-2, then list pod web-3", Risk.Read)]
    [InlineData("for n in $(seq 1 2); do kubectl get pod web-$n; done", "kubernetes.get", "List pod web-1, then list pod web-2", Risk.Read)]
    [InlineData("for ((i=1; i<=2; i++)); do kubectl get pod web-$i; done", "kubernetes.get", "List pod web-1, then list pod web-2", Risk.Read)]
    [InlineData("for p in $(kubectl get pods -o name); do kubectl delete $p; done", "kubernetes.delete", "Delete pod $p for each item", Risk.Destructive)]
    [InlineData("for p in $(kubectl get pods -o name); do kubectl delete pod $p; done", null, null, Risk.Change)]
    [InlineData("kubectl get pods -o name | grep web | xargs kubectl delete", "kubernetes.delete", "Delete pod $item for each item", Risk.Change)]
    [InlineData("kubectl get pods -o json | xargs kubectl delete pod", "kubernetes.delete", "Delete pod $item for each item", Risk.Change)]
    [InlineData("source deploy.sh", null, null, Risk.Change)]
    [InlineData("kubectl get pods -o name | xargs -I {} kubectl logs {} --tail 5", "kubernetes.logs", "Read the last 5 lines of pod $item for each item", Risk.Read)]
    [InlineData("kubectl get pods -o name | while read p; do kubectl logs $p; done", "kubernetes.logs", "Read the log of pod $p for each item", Risk.Read)]
    [InlineData("while read -r a b; do kubectl get $a; done < list.txt", null, null, Risk.Read)]
    [InlineData("if kubectl get pod a; then kubectl delete pod a; else echo none; fi", "kubernetes.delete", "If list pod a: delete pod a; else print none", Risk.Change)]
    [InlineData("if [ -z \"$X\" ]; then echo no; fi", "value.test", "If check -z <X>: print no", Risk.Read)]
    [InlineData("bash -c 'kubectl get pods | grep web'", "kubernetes.get", "List pods", Risk.Read)]
    [InlineData("kubectl exec -i db -- psql app < app.sql", "postgres.query", null, Risk.Change)]
    [InlineData("gunzip -c dump.sql.gz | kubectl exec -i db -- cat", "kubernetes.exec", null, Risk.Read)]
    [InlineData("echo y | kubectl delete pod a", "kubernetes.delete", "Delete pod a", Risk.Change)]
    [InlineData("kubectl exec -i db -- cat <<E\nSELECT $X;\nE", "kubernetes.exec", null, Risk.Read)]
    [InlineData("kubectl get pods > pods.txt", "kubernetes.get", "List pods", Risk.Read)]
    public void Flows_are_understood(string command, string? action, string? sentence, Risk risk)
    {
        var compiled = Compiled.Of(command);
        if (action is null)
        {
            Assert.Equal(StepMode.Manual, compiled.Mode);
            return;
        }
        Assert.True(compiled.Mode == StepMode.Native, compiled.ManualReason);
        Assert.Equal(action, compiled.Action!.Principal.Name);
        if (sentence is not null) Assert.Equal(sentence, compiled.Action.Sentence);
        Assert.Equal(risk, compiled.Risk);
    }

    [Theory]
    [InlineData("X=$(kubectl get pods)", "X", "")]
    [InlineData("X=5", "X", "")]
    [InlineData("kubectl logs $POD", null, "")]
    [InlineData("kubectl logs $(kubectl get pod -l app=$APP -o name)", null, "$(kubectl get pod -l app=$APP -o name)")]
    [InlineData("kubectl get pods > p_$(date +%F).txt", null, "$(date +%F)")]
    [InlineData("kubectl get pod ${P%%/*} -n ${N:-prod}", null, "${P%%/*}")]
    [InlineData("kubectl scale deploy web --replicas=$((N + 1))", null, "$((N + 1))")]
    [InlineData("kubectl logs `kubectl get pod -o name`", null, "$(kubectl get pod -o name)")]
    [InlineData("kubectl get pod $(echo $(date +%F))", null, "$(date +%F) $(echo $(date +%F))")]
    public void What_is_found_first_and_what_is_kept(string command, string? captures, string lookups)
    {
        var compiled = Compiled.Of(command);
        Assert.True(compiled.Mode == StepMode.Native, compiled.ManualReason);
        Assert.Equal(captures, compiled.Captures);
        Assert.Equal(lookups, string.Join(' ', compiled.Lookups.Select(l => l.Place)));
    }

    [Theory]
    [InlineData("kubectl logs $(kubectl get pod -l app=$APP -o name) -c $C", "APP:text C:kubernetes.container")]
    [InlineData("for x in a b; do kubectl get pod $x-$Y; done", "Y:text")]
    [InlineData("X=$(kubectl get pods -n $NS); kubectl get pod $X", "NS:kubernetes.namespace")]
    [InlineData("kubectl get pods -o name | xargs -I{} kubectl logs {} -n <ns>", "ns:kubernetes.namespace")]
    [InlineData("kubectl get pod web-$(whoami)", "whoami:text")]
    public void Only_what_nobody_finds_is_asked_for(string command, string parameters)
    {
        var found = Compiled.Parameters(command).Replace("kubernetes.container", "text").Split(' ').Order();
        Assert.Equal(parameters.Replace("kubernetes.container", "text").Split(' ').Order(), found);
    }

    [Theory]
    [InlineData("kubectl logs $(kubectl delete pod a)", "changes something")]
    [InlineData("kubectl get pods && Frobnicate x", "Frobnicate is not yet understood (in \"Frobnicate x\")")]
    [InlineData("case $X in a) kubectl get pods;; esac", "case")]
    [InlineData("deploy() { kubectl get pods; }", "function deploy")]
    [InlineData("diff <(kubectl get a) <(kubectl get b)", "<(")]
    [InlineData("kubectl logs $1", "argument of a script")]
    [InlineData("kubectl get pods; echo $?", "$?")]
    [InlineData("for f in *.yaml; do kubectl get $f; done", "known only on your machine")]
    [InlineData("for i in {1..50}; do for j in {1..50}; do kubectl get pod $i-$j; done; done", "too many commands")]
    [InlineData("kubectl get pods -w; kubectl get nodes", "would wait")]
    [InlineData("[ -n \"$A\" ] && X=1; kubectl get pod $X", "known only when it runs")]
    [InlineData("date -v-1d", "BSD")]
    public void What_needs_a_shell_is_manual_and_says_why(string command, string reason) => Assert.Contains(reason, Compiled.Manual(command).ManualReason);

    [Fact]
    public void The_document_remembers_what_it_assigned()
    {
        var scope = new CompileScope();
        CompiledCommand In(string command) => CommandCompiler.Compile(Assert.Single(FenceReader.Read(command, "bash", 1)), scope);
        In("NS=production");
        In("export FILE=\"backup-$NS.sql\"");
        In("POD=$(kubectl get pod -o name)");
        In("ARGS='--tail 5'");
        In("HOSTS=(a b)");
        Assert.Equal(new Parameter("NS", "kubernetes.namespace", false) { Default = "production" }, Assert.Single(In("kubectl get pods -n $NS").Parameters));
        Assert.Equal("backup-production.sql", In("kubectl get pods > $FILE").Parameters.Single().Default);
        Assert.Null(In("kubectl logs $POD").Parameters.Single().Default);
        Assert.Equal("5", Assert.IsType<KubernetesLogs>(In("kubectl logs web $ARGS").Action).Tail);
        Assert.Equal(2, Assert.IsType<FlowSequence>(In("for h in \"${HOSTS[@]}\"; do kubectl get pod $h; done").Action).Parts.Count);
        Assert.Equal("7", In("kubectl scale deploy web --replicas=${N:-7}").Parameters.Single().Default);
        Assert.Contains("function", CommandCompiler.Compile(Assert.Single(FenceReader.Read("f() { echo a; }", "bash", 1)), scope).ManualReason);
        Assert.Contains("function", In("f now").ManualReason);
    }

    [Fact]
    public void Contradicting_values_of_a_document_are_not_offered()
    {
        var runbook = RunbookCompiler.Compile("# A\n```bash\nNS=a\nkubectl get pods -n $NS\nX=1\n```\n```bash\nNS=b\nkubectl get pods -n $NS -l x=$X\n```\n");
        Assert.Null(runbook.Parameters.Single(p => p.Name == "NS").Default);
        Assert.Equal("1", runbook.Parameters.Single(p => p.Name == "X").Default);
        Assert.Equal(["NS", null, "X", "NS", null], runbook.Steps.Select(s => s.Captures));
    }

    [Fact]
    public void A_script_that_a_comment_and_a_shebang_begin()
    {
        var runbook = RunbookCompiler.Compile("# A\n```bash\n# Daily backup script\n#!/bin/bash\nDATE=$(date +%Y%m%d_%H%M%S)\nkubectl exec db -- env > backup_$DATE.sql\n```\n");
        Assert.Equal(["value.date", "kubernetes.exec"], runbook.Steps.Select(s => s.Action!.Name));
        Assert.Equal("DATE", runbook.Steps[0].Captures);
        Assert.Equal(["DATE"], runbook.Steps[1].Parameters);
    }

    [Fact]
    public void Flows_survive_being_stored()
    {
        foreach (var command in new[] { "a=1; kubectl get pods | grep $a && kubectl delete $(kubectl get pod -o name)", "kubectl get a | xargs -n1 kubectl delete pod", "if [[ $X == a* ]]; then kubectl get pods; fi", "until kubectl get a; do sleep 1; done", "timeout 5 kubectl get a <<< x" })
        {
            var action = Compiled.Of(command).Action!;
            var bound = action.Bind(new Dictionary<string, string> { ["nobody"] = "x" });
            Assert.Equal(action.Sentence, bound.Sentence);
            Assert.Equal(action.ParameterNames(), bound.ParameterNames());
        }
    }
}
