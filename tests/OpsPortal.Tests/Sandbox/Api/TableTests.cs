using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

public sealed class TableTests : ApiHarness
{
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    public static TheoryData<string, string, string> PodStates => new()
    {
        { "a pod that runs", """{"phase":"Running","containerStatuses":[{"name":"a","ready":true,"restartCount":0,"state":{"running":{}}},{"name":"b","ready":true,"restartCount":0,"state":{"running":{}}}]}""", "2/2 Running 0" },
        { "a container that crashes", """{"phase":"Running","containerStatuses":[{"name":"a","ready":false,"restartCount":4,"state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"finishedAt":"2026-11-21T11:58:20Z"}}},{"name":"b","ready":true,"restartCount":0,"state":{"running":{}}}]}""", "1/2 CrashLoopBackOff 4 (100s ago)" },
        { "an image that is missing", """{"phase":"Pending","containerStatuses":[{"name":"a","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff"}}}]}""", "0/2 ImagePullBackOff 0" },
        { "a container out of memory", """{"phase":"Running","containerStatuses":[{"name":"a","ready":false,"restartCount":1,"state":{"terminated":{"reason":"OOMKilled","exitCode":137}}}]}""", "0/2 OOMKilled 1" },
        { "a container that a signal ended", """{"phase":"Running","containerStatuses":[{"name":"a","ready":false,"restartCount":0,"state":{"terminated":{"signal":9}}}]}""", "0/2 Signal:9 0" },
        { "init containers at work", """{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"running":{}}}]}""", "0/2 Init:0/1 0" },
        { "an init container that failed", """{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":3}}}]}""", "0/2 Init:ExitCode:3 0" },
        { "an evicted pod", """{"phase":"Failed","reason":"Evicted"}""", "0/2 Evicted 0" },
        { "a pod that is done", """{"phase":"Succeeded","containerStatuses":[{"name":"a","ready":false,"restartCount":0,"state":{"terminated":{"reason":"Completed"}}}]}""", "0/2 Completed 0" },
    };

    [Theory]
    [MemberData(nameof(PodStates))]
    public async Task The_status_column_says_it_in_a_word(string state, string status, string expected)
    {
        Store.Create(ResourceTypes.Pods, Json($$$"""{"metadata":{"name":"p","namespace":"default"},"spec":{"initContainers":[{"name":"i"}],"containers":[{"name":"a"},{"name":"b"}]},"status":{{{status}}}}"""));
        var cells = await CellsAsync(Pods);
        Assert.True(expected == string.Join(' ', cells[1..4]), $"{state}: {string.Join(' ', cells)}");
    }

    [Fact]
    public async Task A_pod_being_deleted_is_terminating()
    {
        Store.Create(ResourceTypes.Pods, Json("""{"metadata":{"name":"p","namespace":"default","deletionTimestamp":"2026-11-21T12:00:30Z"},"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Running"}}"""));
        Assert.Equal("Terminating", (await CellsAsync(Pods))[2]);
    }

    [Theory]
    [InlineData("apps/v1/namespaces/default/deployments", "deployments.apps", """{"spec":{"replicas":3,"selector":{"matchLabels":{"app":"w"}},"template":{"spec":{"containers":[{"name":"c","image":"i:1"}]}}},"status":{"readyReplicas":2,"updatedReplicas":3,"availableReplicas":2}}""", "x|2/3|3|2|5m|c|i:1|app=w")]
    [InlineData("networking.k8s.io/v1/namespaces/default/networkpolicies", "networkpolicies.networking.k8s.io", """{"spec":{"podSelector":{"matchLabels":{"tier":"db"}}}}""", "x|tier=db|5m")]
    [InlineData("networking.k8s.io/v1/namespaces/default/ingresses", "ingresses.networking.k8s.io", """{"spec":{"ingressClassName":"nginx","rules":[{"host":"a.example"}],"tls":[{}]},"status":{"loadBalancer":{"ingress":[{"ip":"203.0.113.1"}]}}}""", "x|nginx|a.example|203.0.113.1|80, 443|5m")]
    [InlineData("autoscaling/v2/namespaces/default/horizontalpodautoscalers", "horizontalpodautoscalers.autoscaling", """{"spec":{"scaleTargetRef":{"kind":"Deployment","name":"w"},"minReplicas":2,"maxReplicas":9,"metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"averageUtilization":70}}},{"type":"Resource","resource":{"name":"memory","target":{"averageUtilization":80}}}]},"status":{"currentReplicas":2,"currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":35}}}]}}""", "x|Deployment/w|cpu: 35%/70%, memory: <unknown>/80%|2|9|2|5m")]
    [InlineData("cert-manager.io/v1/namespaces/default/certificates", "certificates.cert-manager.io", """{"spec":{"secretName":"tls","issuerRef":{"name":"ca"}},"status":{"conditions":[{"type":"Ready","status":"True","message":"up to date"}]}}""", "x|True|tls|ca|up to date|5m")]
    [InlineData("batch/v1/namespaces/default/jobs", "jobs.batch", """{"spec":{"completions":2,"selector":{"matchLabels":{"j":"1"}},"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}},"status":{"succeeded":2,"startTime":"2026-11-21T11:50:00Z","completionTime":"2026-11-21T11:51:30Z","conditions":[{"type":"Complete","status":"True"}]}}""", "x|Complete|2/2|90s|5m|c|i|j=1")]
    public async Task Each_kind_prints_its_columns(string path, string type, string fields, string expected)
    {
        var body = Json(fields);
        body["metadata"] = Json("""{"name":"x","namespace":"default","creationTimestamp":"2026-11-21T11:55:00Z"}""");
        Store.Create(ResourceTypes.BuiltIn.Concat(ResourceTypes.Custom).Single(t => t.QualifiedName == type), body);
        Assert.Equal(expected, string.Join('|', await CellsAsync("/apis/" + path)));
    }

    [Theory]
    [InlineData("""{"type":"NodePort","clusterIP":"10.96.0.7","ports":[{"port":80,"nodePort":30080,"protocol":"TCP"},{"port":53,"protocol":"UDP"}],"selector":{"b":"2","a":"1"}}""", "x|NodePort|10.96.0.7|<none>|80:30080/TCP,53/UDP|5m|a=1,b=2")]
    [InlineData("""{"type":"LoadBalancer","clusterIP":"10.96.0.7","ports":[{"port":80}]}""", "x|LoadBalancer|10.96.0.7|<pending>|80/TCP|5m|<none>")]
    [InlineData("""{"type":"ExternalName","externalName":"db.example"}""", "x|ExternalName|<none>|db.example|<none>|5m|<none>")]
    public async Task Services_print_addresses_and_ports(string spec, string expected)
    {
        Store.Create(ResourceTypes.Services, Json($$$"""{"metadata":{"name":"x","namespace":"default","creationTimestamp":"2026-11-21T11:55:00Z"},"spec":{{{spec}}}}"""));
        Assert.Equal(expected, string.Join('|', await CellsAsync("/api/v1/namespaces/default/services")));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(200, "3m20s")]
    [InlineData(3 * 3600 - 60, "179m")]
    [InlineData(3 * 3600 + 7 * 60, "3h7m")]
    [InlineData(26 * 3600, "26h")]
    [InlineData(52 * 3600, "2d4h")]
    [InlineData(30 * 86400, "30d")]
    [InlineData(3 * 365 * 86400, "3y")]
    public async Task Ages_are_written_as_kubectl_writes_them(int seconds, string expected)
    {
        Store.Create(ResourceTypes.ConfigMaps, Json($$$"""{"metadata":{"name":"x","namespace":"default","creationTimestamp":"{{{ClusterStore.Timestamp(Now.AddSeconds(-seconds))}}}"},"data":{"a":"1","b":"2"}}"""));
        Assert.Equal(["x", "2", expected], await CellsAsync(ConfigMaps));
    }

    [Theory]
    [InlineData("None", null)]
    [InlineData("Metadata", "PartialObjectMetadata")]
    [InlineData("Object", "ConfigMap")]
    public async Task Rows_carry_as_much_of_the_object_as_is_asked_for(string include, string? kind)
    {
        await PostAsync(ConfigMaps, """{"metadata":{"name":"x"}}""");
        var (_, table) = await GetAsync($"{ConfigMaps}?includeObject={include}", Table);
        Assert.Equal(kind, (string?)table["rows"]![0]!["object"]?["kind"]);
    }

    private async Task<string[]> CellsAsync(string path)
    {
        var (_, table) = await GetAsync(path, Table);
        Assert.Equal("Table", (string?)table["kind"]);
        var cells = table["rows"]![0]!["cells"]!.AsArray();
        Assert.Equal(table["columnDefinitions"]!.AsArray().Count, cells.Count);
        return [.. cells.Select(Text)];
    }

    private static string Text(JsonNode? cell) => cell is JsonValue value && value.TryGetValue(out string? text) ? text : cell?.ToJsonString() ?? "";
}
