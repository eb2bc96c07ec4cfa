using OpsPortal.Sandbox.Store;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Api;

public sealed class DeletionTests : ApiHarness
{
    [Fact]
    public async Task What_an_object_owns_goes_with_it()
    {
        await CreateFamilyAsync();
        await SendAsync(HttpMethod.Delete, $"{Deployments}/web");
        Assert.Empty(Store.View(ResourceTypes.ReplicaSets).Items);
        Assert.Empty(Store.View(ResourceTypes.Pods).Items);
    }

    [Fact]
    public async Task Orphans_stay_and_forget_their_owner()
    {
        await CreateFamilyAsync();
        await SendAsync(HttpMethod.Delete, $"{Deployments}/web", """{"propagationPolicy":"Orphan"}""");
        Assert.Null(Assert.Single(Store.View(ResourceTypes.ReplicaSets).Items)["metadata"]!["ownerReferences"]);
        Assert.Single(Store.View(ResourceTypes.Pods).Items);
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        await CreateFamilyAsync();
        Assert.Equal(200, (await SendAsync(HttpMethod.Delete, $"{Deployments}/web?dryRun=All")).Code);
        Assert.Single(Store.View(ResourceTypes.Deployments).Items);
    }

    [Fact]
    public async Task Another_object_of_the_same_name_is_not_deleted()
    {
        var (_, made) = await PostAsync(ConfigMaps, """{"metadata":{"name":"x"}}""");
        var (code, body) = await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/x", """{"preconditions":{"uid":"other"}}""");
        Assert.Equal(409, code);
        Assert.Equal($"Operation cannot be fulfilled on configmaps \"x\": Precondition failed: UID in precondition: other, UID in object meta: {made["metadata"]!["uid"]}", (string?)body["message"]);
    }

    [Fact]
    public async Task A_finalizer_holds_an_object_until_it_is_taken_away()
    {
        await PostAsync(ConfigMaps, """{"metadata":{"name":"x","finalizers":["a.example/hold"]}}""");

        var (_, held) = await SendAsync(HttpMethod.Delete, $"{ConfigMaps}/x");
        Assert.NotNull((string?)held["metadata"]!["deletionTimestamp"]);

        await PatchAsync($"{ConfigMaps}/x", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        Assert.Equal(404, (await GetAsync($"{ConfigMaps}/x")).Code);
    }

    [Fact]
    public async Task A_namespace_takes_everything_along()
    {
        await PostAsync("/api/v1/namespaces", """{"metadata":{"name":"n"}}""");
        await PostAsync("/api/v1/namespaces/n/configmaps", """{"metadata":{"name":"x"}}""");
        await SendAsync(HttpMethod.Delete, "/api/v1/namespaces/n");
        Assert.Null(Store.Get(ResourceTypes.ConfigMaps, "n", "x"));
        Assert.Equal(404, (await GetAsync("/api/v1/namespaces/n")).Code);
    }

    [Fact]
    public async Task A_collection_is_deleted_by_selector()
    {
        await PostAsync(ConfigMaps, """{"metadata":{"name":"x","labels":{"a":"1"}}}""");
        await PostAsync(ConfigMaps, """{"metadata":{"name":"y"}}""");
        await SendAsync(HttpMethod.Delete, $"{ConfigMaps}?labelSelector=a%3D1");
        Assert.Equal(["y"], await NamesAsync(ConfigMaps));
    }

    [Fact]
    public async Task A_definition_adds_its_kind_and_takes_it_away_again()
    {
        const string definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        const string things = "/apis/example.org/v1/namespaces/default/things";
        await PostAsync(definitions, """{"metadata":{"name":"things.example.org"},"spec":{"group":"example.org","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},"versions":[{"name":"v1","served":true,"storage":true}]}}""");
        Assert.Equal(201, (await PostAsync(things, """{"metadata":{"name":"x"},"spec":{"any":[1,2]}}""")).Code);

        await SendAsync(HttpMethod.Delete, $"{definitions}/things.example.org");
        Assert.Equal(404, (await GetAsync(things)).Code);
    }

    [Fact]
    public async Task A_disruption_budget_keeps_pods_from_being_evicted()
    {
        await CreateFamilyAsync();
        await PostAsync("/apis/policy/v1/namespaces/default/poddisruptionbudgets", """{"metadata":{"name":"keep"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}}""");
        var (code, body) = await PostAsync($"{Pods}/web-1-a/eviction", """{"metadata":{"name":"web-1-a"}}""");
        Assert.Equal((429, "Cannot evict pod as it would violate the pod's disruption budget."), (code, (string?)body["message"]));
        await SendAsync(HttpMethod.Delete, "/apis/policy/v1/namespaces/default/poddisruptionbudgets/keep");
        Assert.Equal(201, (await PostAsync($"{Pods}/web-1-a/eviction", """{"metadata":{"name":"web-1-a"}}""")).Code);
        Assert.Equal(404, (await GetAsync($"{Pods}/web-1-a")).Code);
    }

    private async Task CreateFamilyAsync()
    {
        var (_, deployment) = await PostAsync(Deployments, Deployment("web"));
        var set = Store.Create(ResourceTypes.ReplicaSets, Owned("web-1", "Deployment", "web", (string)deployment["metadata"]!["uid"]!))!;
        Store.Create(ResourceTypes.Pods, Owned("web-1-a", "ReplicaSet", "web-1", (string)set["metadata"]!["uid"]!));
    }

    private static System.Text.Json.Nodes.JsonObject Owned(string name, string kind, string owner, string uid) => Json($$$"""
        {"metadata":{"name":"{{{name}}}","namespace":"default","labels":{"app":"web"},"ownerReferences":[{"apiVersion":"apps/v1","kind":"{{{kind}}}","name":"{{{owner}}}","uid":"{{{uid}}}","controller":true}]},
        "spec":{"containers":[{"name":"a","image":"x:1"}]},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
        """);
}
