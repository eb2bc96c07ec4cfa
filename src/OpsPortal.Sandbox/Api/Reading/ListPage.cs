using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Selecting;

namespace OpsPortal.Sandbox.Api.Reading;

/// <summary>One page of a list, all pages telling the same moment.</summary>
/// <param name="Items">As the API shows them; shared, never to be changed.</param>
internal sealed record ListPage(IReadOnlyList<JsonObject> Items, long Version, string? Continue, int? Remaining)
{
    private const string TooOld = "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, "
        + "or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - "
        + "objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

    /// <exception cref="ApiError">410 where the moment asked for has left the history.</exception>
    public static ListPage Read(ApiCall call)
    {
        var selection = Selection.Of(call);
        if (call.Served.Computed is { } computed)
            return new([.. computed(call.Namespace).Where(selection.Matches)], call.Store.Version, null, null);

        var from = call.Query("continue") is { } token ? ContinueToken.Parse(token) : null;
        var (all, version) = At(call, from);
        var shown = all.Select(call.Served.Show).Where(selection.Matches)
            .Where(o => from is null || from.IsBefore(o.Namespace() ?? "", o.Name())).ToList();
        if (call.Number("limit") is not ({ } limit and > 0) || shown.Count <= limit) return new(shown, version, null, null);

        var last = shown[(int)limit - 1];
        // With a selector the API server does not count what remains.
        var remaining = selection is { Labels.Requirements.Count: 0, Fields.Terms.Count: 0 } ? shown.Count - (int)limit : (int?)null;
        return new(shown[..(int)limit], version, new ContinueToken(version, last.Namespace() ?? "", last.Name()).ToString(), remaining);
    }

    private static (IReadOnlyList<JsonObject> Items, long Version) At(ApiCall call, ContinueToken? from)
    {
        if (from is not null)
            return (call.Store.ViewAt(call.Served.Stored, call.Namespace, from.Version) ?? throw ApiError.Expired(TooOld), from.Version);
        if (call.Query("resourceVersionMatch") == "Exact" && call.Number("resourceVersion") is { } exact)
            return (call.Store.ViewAt(call.Served.Stored, call.Namespace, exact)
                ?? throw ApiError.Expired($"The resourceVersion for the provided list is too old: {exact}"), exact);
        return call.Store.View(call.Served.Stored, call.Namespace);
    }

    public JsonObject Metadata()
    {
        var metadata = new JsonObject { ["resourceVersion"] = Version.ToString(CultureInfo.InvariantCulture) };
        if (Continue is not null) metadata["continue"] = Continue;
        if (Remaining is not null) metadata["remainingItemCount"] = Remaining;
        return metadata;
    }
}
