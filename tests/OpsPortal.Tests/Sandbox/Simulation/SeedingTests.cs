using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Defaulting;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Simulation;

public class SeedingTests
{
    [Fact]
    public void WhatIsPlantedHasTheDefaultsOfTheApiSoThatItsFirstWriteRollsNothing()
    {
        var store = SandboxCluster.Create(new FakeTime()).Store;
        foreach (var type in (ResourceType[])[ResourceTypes.Deployments, ResourceTypes.StatefulSets, ResourceTypes.ReplicaSets])
            foreach (var planted in store.List(type).Items)
            {
                var template = planted["spec"]!["template"]!.DeepClone();
                Defaults.Apply(type, planted);
                Assert.True(JsonNode.DeepEquals(template, planted["spec"]!["template"]), $"{type.Kind} {planted["metadata"]!["name"]}: {template} became {planted["spec"]!["template"]}");
            }
    }
}
