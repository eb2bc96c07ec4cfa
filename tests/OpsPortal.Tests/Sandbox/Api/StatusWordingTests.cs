using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

/// <summary>Clients and people recognise errors by their words.</summary>
public sealed class StatusWordingTests : ApiHarness
{
    public static TheoryData<string, string, string?, int, string> Refusals => new()
    {
        { "GET", $"{Deployments}/gone", null, 404, "deployments.apps \"gone\" not found" },
        { "GET", $"{Pods}/gone", null, 404, "pods \"gone\" not found" },
        { "GET", "/apis/apps/v1/namespaces/default/nothings", null, 404, "the server could not find the requested resource" },
        { "POST", ConfigMaps, """{"metadata":{"name":"there"}}""", 409, "configmaps \"there\" already exists" },
        { "POST", "/api/v1/namespaces/gone/configmaps", """{"metadata":{"name":"x"}}""", 404, "namespaces \"gone\" not found" },
        { "POST", ConfigMaps, """{"metadata":{"name":"x","namespace":"other"}}""", 400, "the namespace of the provided object does not match the namespace sent on the request" },
        { "POST", ConfigMaps, """{"metadata":{}}""", 422, "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required" },
        { "PUT", $"{ConfigMaps}/there", """{"metadata":{"name":"else"}}""", 400, "the name of the object (else) does not match the name on the URL (there)" },
        { "POST", Deployments, """{"metadata":{"name":"w"},"spec":{"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""", 422, "Deployment.apps \"w\" is invalid: spec.selector: Required value" },
        { "POST", Deployments, """{"metadata":{"name":"w"},"spec":{"selector":{"matchLabels":{"a":"x"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""", 422, "Deployment.apps \"w\" is invalid: spec.template.metadata.labels: Invalid value: map[string]string{\"a\":\"b\"}: `selector` does not match template `labels`" },
        { "POST", Deployments, """{"metadata":{"name":"w"},"spec":{"replicas":-1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c"},{"name":"c","image":"i"}]}}}}""", 422, "Deployment.apps \"w\" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, spec.template.spec.containers[0].image: Required value, spec.template.spec.containers[1].name: Duplicate value: \"c\"]" },
        { "POST", Deployments, """{"metadata":{"name":"w"},"spec":{"replicas":"two"}}""", 400, "Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field Deployment.spec.replicas of type int32" },
        { "POST", "/api/v1/namespaces", """{"metadata":{"name":"Not_Good"}}""", 422, "Namespace \"Not_Good\" is invalid: metadata.name: Invalid value: \"Not_Good\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')" },
        { "POST", $"{Pods}/two/eviction", null, 400, "the request body must hold an object" },
        { "GET", $"{Pods}/two/log", null, 400, "a container name must be specified for pod two, choose one of: [a b] or one of the init containers: [i]" },
        { "GET", $"{Pods}/two/log?container=z", null, 400, "container z is not valid for pod two" },
        { "GET", $"{Pods}/two/log?container=a&previous=true", null, 400, "previous terminated container \"a\" in pod \"two\" not found" },
        { "POST", $"{Pods}/two/portforward", null, 501, "port forwarding is not available in the sandbox: nothing listens inside its pods; use exec instead" },
        { "PUT", $"{Deployments}", "{}", 405, "the server does not allow this method on the requested resource" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_is_worded_as_Kubernetes_words_it(string method, string path, string? body, int expectedCode, string expected)
    {
        await PostAsync(ConfigMaps, """{"metadata":{"name":"there"}}""");
        await PostAsync(Pods, """{"metadata":{"name":"two"},"spec":{"initContainers":[{"name":"i","image":"x:1"}],"containers":[{"name":"a","image":"x:1"},{"name":"b","image":"x:1"}]}}""");

        var (code, status) = await SendAsync(new HttpMethod(method), path, body);

        Assert.Equal((expectedCode, expected), (code, (string?)status["message"]));
        Assert.Equal(("Status", "Failure", expectedCode), ((string?)status["kind"], (string?)status["status"], (int)status["code"]!));
    }

    [Fact]
    public async Task A_selector_cannot_be_changed()
    {
        await PostAsync(Deployments, Deployment("web"));
        var (code, status) = await PatchAsync($"{Deployments}/web",
            """{"spec":{"selector":{"matchLabels":{"app":"y"}},"template":{"metadata":{"labels":{"app":"y"}}}}}""", "application/merge-patch+json");
        Assert.Equal(422, code);
        Assert.Equal("Deployment.apps \"web\" is invalid: spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{\"app\":\"y\"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable", (string?)status["message"]);
        Assert.Equal("spec.selector", (string?)status["details"]!["causes"]![0]!["field"]);
    }

    [Fact]
    public async Task What_is_left_out_gets_the_defaults_that_kubectl_and_the_cluster_rely_on()
    {
        await PostAsync(Deployments, Deployment("web"));
        var spec = (await GetAsync($"{Deployments}/web")).Body["spec"]!;
        Assert.Equal("""{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}}""", spec["strategy"]!.ToJsonString());
        Assert.Equal((10, 600), ((int)spec["revisionHistoryLimit"]!, (int)spec["progressDeadlineSeconds"]!));
        var pod = spec["template"]!["spec"]!;
        Assert.Equal(("Always", 30, "IfNotPresent"), ((string?)pod["restartPolicy"], (int)pod["terminationGracePeriodSeconds"]!, (string?)pod["containers"]![0]!["imagePullPolicy"]));
    }
}
