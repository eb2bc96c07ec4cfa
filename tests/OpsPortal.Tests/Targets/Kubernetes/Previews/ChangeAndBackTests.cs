using OpsPortal.Tests.Targets.Kubernetes.Verbs;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Previews;

/// <summary>Every verb: its preview changes nothing and tells what comes, and its way back leads to where it began.</summary>
public sealed class ChangeAndBackTests(SandboxPortal portal) : IClassFixture<SandboxPortal>
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: made, labels: {app: made}}
        spec:
          replicas: 0
          selector: {matchLabels: {app: made}}
          template:
            metadata: {labels: {app: made}}
            spec: {containers: [{name: web, image: "redis:7.2.5", env: [{name: LEVEL, value: info}]}]}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: made}
        data: {k: v}
        """;

    private static readonly StepFiles Files = new()
    {
        ["web.yaml"] = Web,
        ["changed.yaml"] = Web.Replace("redis:7.2.5", "redis:7").Replace("LEVEL, value: info", "OTHER, value: x").Replace("{k: v}", "{k: w, more: x}"),
        ["map.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, labels: {a: b}}\ndata: {level: warn}",
    };

    [Theory]
    [InlineData("scale deployment web --replicas=2", "Scale deployment web back to 0")]
    [InlineData("scale deployment web --replicas=1 --current-replicas=0", "Scale deployment web back to 0")]
    [InlineData("rollout restart deployment/web", "Put the pod template of deployment web")]
    [InlineData("rollout undo deployment/web", "Put deployment web back to image 1.28")]
    [InlineData("rollout pause deployment/web", "Resume deployment web")]
    [InlineData("set image deployment/web nginx=nginx:1.29", "Put deployment web back to image 1.28")]
    [InlineData("set env deployment/web LEVEL=debug", "Put deployment web")]
    [InlineData("set resources deployment web --limits=cpu=200m,memory=512Mi", "Put deployment web")]
    [InlineData("set serviceaccount deployment web robot", "Put deployment web")]
    [InlineData("label deployment web tier=front", "Put the label tier of deployment web")]
    [InlineData("annotate deployment web note=x", "Put the annotation note of deployment web")]
    [InlineData("patch deployment web -p '{\"spec\":{\"replicas\":1,\"template\":{\"spec\":{\"containers\":[{\"name\":\"nginx\",\"env\":[{\"name\":\"A\",\"value\":\"b\"}]}]}}}}'", "Put deployment web")]
    [InlineData("patch deployment web --type=merge -p '{\"metadata\":{\"labels\":{\"app\":null}}}'", "Put the label app of deployment web")]
    [InlineData("patch deployment web --type=json -p '[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":3}]'", "Scale deployment web back to 0")]
    [InlineData("patch service web -p '{\"spec\":{\"selector\":{\"app\":\"green\"}}}'", "Send service web back to app=web")]
    [InlineData("expose deployment web --name=front --port=80", "Delete service front")]
    [InlineData("autoscale deployment web --min=1 --max=3 --cpu-percent=70", "Delete horizontalpodautoscaler web")]
    [InlineData("create configmap fresh --from-literal=a=1", "Delete configmap fresh")]
    [InlineData("create secret generic fresh --from-literal=a=1", "Delete secret fresh")]
    [InlineData("create deployment fresh --image=nginx:1.27 --replicas=0", "Delete deployment fresh")]
    [InlineData("create -f web.yaml", "Delete configmap made")]
    [InlineData("apply -f web.yaml", "Delete configmap made")]
    [InlineData("apply -f map.yaml", "Put configmap settings")]
    [InlineData("apply -f map.yaml --server-side --force-conflicts", "Put configmap settings")]
    [InlineData("replace -f map.yaml", "Put configmap settings")]
    [InlineData("replace -f map.yaml --force", "Put configmap settings")]
    [InlineData("delete -f map.yaml", "Create configmap settings")]
    [InlineData("delete configmap settings", "Create configmap settings")]
    [InlineData("delete secret keys", "Create secret keys")]
    [InlineData("delete service web", "Create service web")]
    [InlineData("delete deployment web", "Create deployment web")]
    public async Task Is_told_done_and_put_back(string command, string back)
    {
        var (place, trial) = await BeginAsync();
        var action = SandboxPortal.Action($"kubectl -n {place} {command}");
        var (exact, before) = (await trial.SnapshotAsync(identities: true), await trial.SnapshotAsync(identities: false));

        var preview = await trial.PreviewAsync(action);
        Assert.True(preview is { Refusal: null, Unavailable: null, Permission.Allowed: true, Reversal.Possible: true }, $"{preview.Refusal} {preview.Unavailable} {preview.Permission} {preview.Reversal}");
        Assert.True(preview.Effects.Count > 0 && preview.Changes.Count > 0 && preview.Requests.Count > 0 && preview.Preconditions.Count > 0);
        Assert.Equal((0, 0), (trial.SideEffects, trial.Kept.Count));
        Assert.Equal(exact, await trial.SnapshotAsync(identities: true));

        var outcome = await trial.RunAsync(action);
        Assert.True(outcome.Succeeded, outcome.Reason);
        var record = trial.Kept[^1];
        Assert.Equal(preview.Changes.Select(c => (c.Subject, Trial.Plain(c.Before), Trial.Plain(c.After))),
            record.Changes.Where(c => c.Before != c.After).Select(c => (c.Subject, Trial.Plain(c.Before), Trial.Plain(c.After))));
        Assert.NotEqual(before, await trial.SnapshotAsync(identities: false));
        Assert.Equal(preview.Reversal, record.Reversal);

        var revert = record.Revert!;
        Assert.StartsWith(back, revert.Sentence);
        var again = await trial.PreviewAsync(Stored.Again(revert));
        Assert.True(again is { Refusal: null, Unavailable: null, Permission.Allowed: true }, again.Refusal);
        var reverted = await trial.RunAsync(Stored.Again(revert));
        Assert.True(reverted.Succeeded, reverted.Reason);
        Assert.Equal(before, await trial.SnapshotAsync(identities: false));
        Assert.Equal("everything was as before already", (await trial.RunAsync(revert)).Reason);
    }

    [Fact]
    public async Task What_is_applied_again_goes_back_to_what_was_applied_before()
    {
        var (place, trial) = await BeginAsync();
        Assert.True((await trial.RunAsync(SandboxPortal.Action($"kubectl -n {place} apply -f web.yaml"))).Succeeded);
        var before = await trial.SnapshotAsync(identities: false);
        var change = SandboxPortal.Action($"kubectl -n {place} apply -f changed.yaml");
        var preview = await trial.PreviewAsync(change);
        Assert.Equal("2 objects: 2 changed", preview.Effects[0]);
        Assert.Contains(preview.Effects, e => e == $"Image of deployment made in {place}: 7.2.5 → 7");
        Assert.True((await trial.RunAsync(change)).Succeeded);
        Assert.True((await trial.RunAsync(trial.Kept[^1].Revert!)).Succeeded);
        Assert.Equal(before, await trial.SnapshotAsync(identities: false));
        var nothing = await trial.PreviewAsync(SandboxPortal.Action($"kubectl -n {place} apply -f web.yaml"));
        Assert.Equal((0, 0, false), (nothing.Changes.Count, nothing.Requests.Count, nothing.Reversal.Possible));
    }

    [Fact]
    public async Task The_lines_that_change_are_those_of_kubectl_diff()
    {
        var (place, trial) = await BeginAsync();
        await trial.RunAsync(SandboxPortal.Action($"kubectl -n {place} apply -f web.yaml"));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, trial.Files["changed.yaml"]);
        var (exit, real, error) = await portal.Kubectl.FailAsync("-n", place, "diff", "-f", file);
        File.Delete(file);
        Assert.True(exit == 1, error);
        var expected = real.Split('\n').Where(l => l.Length > 0 && l[0] is '+' or '-' && !l.StartsWith("+++", StringComparison.Ordinal) && !l.StartsWith("---", StringComparison.Ordinal) && !l.Contains("generation:", StringComparison.Ordinal));
        var preview = await trial.PreviewAsync(SandboxPortal.Action($"kubectl -n {place} apply -f changed.yaml"));
        var ours = preview.Changes.SelectMany(c => Only('-', c.Before!, c.After!).Concat(Only('+', c.After!, c.Before!)));
        Assert.Equal(expected.Order(StringComparer.Ordinal), ours.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_edit_is_previewed_and_put_back()
    {
        var (place, trial) = await BeginAsync();
        var edit = (OpsPortal.Runbooks.Actions.Kubernetes.KubernetesEdit)SandboxPortal.Action($"kubectl -n {place} edit configmap settings");
        var text = (await new OpsPortal.Targets.Suggestions.SuggestionSource(TimeProvider.System).LoadAsync(edit, place, portal.Api, default))!;
        var before = await trial.SnapshotAsync(identities: false);
        var changed = edit.Bind(new Dictionary<string, string> { [edit.ParameterNames()[0]] = text.Replace("level: info", "level: debug") });
        var change = Assert.Single((await trial.PreviewAsync(changed)).Changes);
        Assert.Equal((true, true), (change.Before!.Contains("level: info"), change.After!.Contains("level: debug")));
        Assert.True((await trial.RunAsync(changed)).Succeeded);
        Assert.StartsWith("Somebody else has changed", (await trial.PreviewAsync(edit.Bind(new Dictionary<string, string> { [edit.ParameterNames()[0]] = text.Replace("level: info", "level: trace") }))).Refusal);
        Assert.True((await trial.RunAsync(trial.Kept[^1].Revert!)).Succeeded);
        Assert.Equal(before, await trial.SnapshotAsync(identities: false));
    }

    /// <summary>Lines of a text that another does not have, or not as often.</summary>
    private static IEnumerable<string> Only(char mark, string text, string other)
    {
        var there = other.Split('\n').CountBy(l => l).ToDictionary();
        return text.Split('\n').Where(line => (there[line] = there.GetValueOrDefault(line) - 1) < 0).Select(line => $"{mark}{line}").ToList();
    }

    private async Task<(string Place, Trial Trial)> BeginAsync()
    {
        var place = await portal.NamespaceAsync();
        await portal.Kubectl.RunAsync("-n", place, "create", "deployment", "web", "--image=nginx:1.27", "--replicas=0");
        await portal.Kubectl.RunAsync("-n", place, "rollout", "status", "deployment/web");
        await portal.Kubectl.RunAsync("-n", place, "set", "image", "deployment/web", "nginx=nginx:1.28");
        await portal.Kubectl.RunAsync("-n", place, "rollout", "status", "deployment/web");
        await portal.Kubectl.RunAsync("-n", place, "expose", "deployment", "web", "--port=80");
        await portal.Kubectl.RunAsync("-n", place, "create", "configmap", "settings", "--from-literal=level=info");
        await portal.Kubectl.RunAsync("-n", place, "create", "secret", "generic", "keys", "--from-literal=word=hidden");
        return (place, new Trial(portal.Api, place) { Files = Files });
    }
}

/// <summary>As an action comes back from where it was stored.</summary>
internal static class Stored
{
    public static OpsPortal.Runbooks.Actions.StepAction Again(OpsPortal.Runbooks.Actions.StepAction action) =>
        System.Text.Json.JsonSerializer.Deserialize<OpsPortal.Runbooks.Actions.StepAction>(System.Text.Json.JsonSerializer.Serialize(action, System.Text.Json.JsonSerializerOptions.Web), System.Text.Json.JsonSerializerOptions.Web)!;
}
