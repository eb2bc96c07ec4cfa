using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Selecting;

namespace OpsPortal.Sandbox.Api.Subresources;

internal static class DisruptionBudget
{
    public static bool Concerns(JsonObject budget, JsonObject pod) => ObjectSelector.Of(budget.At("spec.selector")).Matches(pod.Map("metadata.labels"));

    public static bool Healthy(JsonObject pod) => pod.At("metadata.deletionTimestamp") is null
        && pod.Objects("status.conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True");

    /// <summary>How many pods of <paramref name="expected"/> must stay healthy; percentages round up.</summary>
    public static int Wanted(JsonObject budget, int expected)
    {
        if (budget.Text("spec.minAvailable") is { } least) return Share(least, expected);
        return budget.Text("spec.maxUnavailable") is { } most ? Math.Max(0, expected - Share(most, expected)) : 0;
    }

    private static int Share(string text, int of) =>
        text.EndsWith('%') ? (int)Math.Ceiling(of * int.Parse(text[..^1]) / 100.0) : int.Parse(text);
}
