using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Access;

/// <summary>Where an environment says so, the cluster's own rights decide about the person, not about the portal.</summary>
[Collection(nameof(SandboxPortal))]
public class ActsAsThePerson(SandboxPortal box)
{
    [Fact]
    public async Task The_cluster_refuses_the_person_by_name_and_allows_what_their_group_may()
    {
        using (var added = await box.Client.PostAsJsonAsync("/api/v1/environments", new { name = "personal", kubernetes = new { kubeconfig = box.Server.Kubeconfig, actAsPerson = true } }))
            Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        var steps = await box.Client.ImportCommandsAsync("personal", "kubectl get pods -n platform", "kubectl scale deployment platform-service -n platform --replicas=2");
        using var gil = await SignedIn.JoinAsync(box.Client, "gil", "responder");

        var (refused, _) = await gil.Client.CompleteAsync("personal", steps[0], "personal");
        Assert.Equal("failed", (string?)refused["state"]);
        Assert.Contains("User \"gil@example.org\" cannot list resource \"pods\"", (string?)refused["reason"]);

        // The sandbox lets its group "viewers" read.
        using var made = await box.Client.PostAsJsonAsync("/api/v1/groups/", new { name = "viewers" });
        var group = (Guid)JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"]!;
        (await box.Client.PutAsync($"/api/v1/groups/{group}/members/{gil.Id}", null)).EnsureSuccessStatusCode();
        var (read, _) = await gil.Client.CompleteAsync("personal", steps[0], "personal");
        Assert.Equal("succeeded", (string?)read["state"]);
        var change = await Assert.ThrowsAsync<InvalidOperationException>(() => gil.Client.RunAsync("personal", steps[1], "personal"));
        Assert.Contains("gil@example.org", change.Message);
        Assert.Contains("may not patch deployments/scale in platform", change.Message);
    }
}
