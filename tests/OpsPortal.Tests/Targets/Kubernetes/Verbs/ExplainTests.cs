using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Verbs;

public class ExplainTests
{
    private const string Schemas = """
        {"components":{"schemas":{
          "io.k8s.api.core.v1.Pod":{"description":"A pod.","type":"object","x-kubernetes-group-version-kind":[{"group":"","version":"v1","kind":"Pod"}],
            "properties":{"kind":{"type":"string"},"spec":{"description":"What is wanted.","allOf":[{"$ref":"#/components/schemas/io.k8s.api.core.v1.PodSpec"}]}}},
          "io.k8s.api.core.v1.PodSpec":{"description":"A spec.","type":"object","required":["containers"],
            "properties":{"containers":{"type":"array","items":{"allOf":[{"$ref":"#/components/schemas/io.k8s.api.core.v1.Container"}]}},"nodeSelector":{"type":"object","additionalProperties":{"type":"string"}}}},
          "io.k8s.api.core.v1.Container":{"type":"object","properties":{"image":{"type":"string"}}}
        }}}
        """;

    private readonly Bench bench = new();

    public ExplainTests() => bench.Cluster.Texts["/openapi/v3/api/v1"] = Schemas;

    [Fact]
    public async Task A_field_has_its_type_its_description_and_what_is_below()
    {
        var outcome = await bench.RunAsync(new KubernetesExplain { Field = "pod.spec" });
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal("""
            KIND:       Pod
            VERSION:    v1

            FIELD: spec <PodSpec>

            DESCRIPTION:
                What is wanted.

            FIELDS:
              containers	<[]Container> -required-
              nodeSelector	<map[string]string>
            """.ReplaceLineEndings("\n"), bench.Output.Out);
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        Assert.Contains("field \"image\" does not exist", (await bench.RunAsync(new KubernetesExplain { Field = "pod.spec.image" })).Reason);
        Assert.False((await bench.RunAsync(new KubernetesExplain { Field = "deployment" })).Succeeded);
    }

    [Fact]
    public async Task A_signing_request_is_approved_through_its_own_path()
    {
        bench.Cluster.Objects.Add((JsonObject)JsonNode.Parse("""{"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest","metadata":{"name":"csr-1","uid":"c-1"},"spec":{}}""")!);
        var outcome = await bench.RunAsync(new KubernetesCertificateApproval { Resources = [new("csr", "csr-1")], Approved = true });
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal("certificatesigningrequest.certificates.k8s.io/csr-1 approved", bench.Output.Out);
        Assert.StartsWith("PUT /apis/certificates.k8s.io/v1/certificatesigningrequests/csr-1/approval", Assert.Single(bench.Cluster.Changes));
        Assert.Contains("\"type\":\"Approved\"", bench.Cluster.Changes[0]);
    }
}
