using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Selecting;

/// <summary>Which objects of a kind a request is about.</summary>
internal sealed record Selection(string? Namespace, LabelSelector Labels, FieldSelector Fields)
{
    public static Selection Of(ApiCall call) =>
        new(call.Namespace, LabelSelector.Parse(call.Query("labelSelector")), FieldSelector.Parse(call.Query("fieldSelector"), call.Type));

    /// <param name="shown">The object as the API shows it in the version asked for.</param>
    public bool Matches(JsonObject shown) =>
        (Namespace is null || shown.Namespace() == Namespace)
        && (Labels.Requirements.Count == 0 || Labels.Matches(shown.Map("metadata.labels")))
        && Fields.Matches(shown);
}
