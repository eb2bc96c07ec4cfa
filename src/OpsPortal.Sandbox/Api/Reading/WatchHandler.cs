using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Selecting;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Reading;

/// <summary>Streams what happens to the selected objects until the caller leaves or <c>timeoutSeconds</c> are over.</summary>
internal static class WatchHandler
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(50);

    public static async Task HandleAsync(ApiCall call)
    {
        if (call.Query("sendInitialEvents") is not null) throw NoStreamingLists();
        var selection = call.Path.Name is { } name
            ? Selection.Of(call) with { Fields = new([("metadata.name", true, name)]) }
            : Selection.Of(call);
        using var ended = new CancellationTokenSource(call.Number("timeoutSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : LongestWatch, call.Store.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, call.Cancellation);
        var stream = await WatchStream.OpenAsync(call);

        var (initial, version) = Start(call);
        using var watch = call.Store.Watch(call.Served.Stored, version);
        if (watch is null)
        {
            await stream.SendAsync("ERROR", ApiError.Expired($"too old resource version: {version} ({call.Store.OldestVersion})").ToStatus());
            return;
        }
        try
        {
            foreach (var there in initial.Select(call.Served.Show).Where(selection.Matches)) await stream.SendAsync("ADDED", there);
            await FollowAsync(call, selection, watch, stream, version, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The normal end of a watch.
        }
    }

    /// <summary>Without a version the watch begins with what is there.</summary>
    private static (IReadOnlyList<JsonObject> Initial, long Version) Start(ApiCall call) =>
        call.Number("resourceVersion") is { } from and > 0 ? ([], from) : call.Store.View(call.Served.Stored, call.Namespace);

    private static async Task FollowAsync(ApiCall call, Selection selection, StoreWatch watch, WatchStream stream, long version, CancellationToken cancellation)
    {
        using var bookmarks = new PeriodicTimer(BookmarkEvery, call.Store.Time);
        var due = call.Flag("allowWatchBookmarks") ? bookmarks.WaitForNextTickAsync(cancellation).AsTask() : Task.Delay(Timeout.InfiniteTimeSpan, call.Store.Time, cancellation);
        var readable = watch.Events.WaitToReadAsync(cancellation).AsTask();
        while (true)
        {
            var first = await Task.WhenAny(readable, due);
            await first;
            if (first == due)
            {
                version = Math.Max(version, call.Store.Version);
                // Events up to that version may wait in the channel: they come before the bookmark.
            }
            while (watch.Events.TryRead(out var e))
            {
                version = Math.Max(version, e.Version);
                if (Seen(call, selection, e) is var (type, shown)) await stream.SendAsync(type, shown);
            }
            if (first == due)
            {
                await stream.SendAsync("BOOKMARK", Bookmark(call.Type, version));
                due = bookmarks.WaitForNextTickAsync(cancellation).AsTask();
            }
            else readable = watch.Events.WaitToReadAsync(cancellation).AsTask();
        }
    }

    /// <summary>For a watcher with a selector an object that begins to match is added, one that no longer matches is deleted.</summary>
    internal static (string Type, JsonObject Shown)? Seen(ApiCall call, Selection selection, StoreEvent e)
    {
        var shown = call.Served.Show(e.Object);
        var now = e.Type != StoreEventType.Deleted && selection.Matches(shown);
        var before = e.Before is not null && selection.Matches(call.Served.Show(e.Before));
        return (before, now) switch
        {
            (false, true) => ("ADDED", shown),
            (true, true) => ("MODIFIED", shown),
            (true, false) => ("DELETED", shown),
            _ => null,
        };
    }

    private static JsonObject Bookmark(ResourceType type, long version) => new()
    {
        ["kind"] = type.Kind,
        ["apiVersion"] = type.ApiVersion,
        ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null },
    };

    /// <summary>Worded as by a server without the WatchList feature, so that clients fall back to list and watch.</summary>
    private static ApiError NoStreamingLists() => FieldError.Refuse(new("meta.k8s.io", "v1", "listoptions", "listoptions", "ListOptions", false), "",
        [FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled")]);
}
