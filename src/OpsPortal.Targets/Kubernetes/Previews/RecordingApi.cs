using System.Text.Json.Nodes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Kubernetes.Previews;

/// <summary>
/// Does what it is asked, and keeps for each object what stood before: once before the request goes out, so that it survives the worker, and once
/// more with what came of it.
/// </summary>
internal sealed class RecordingApi(IKubernetesApi api, Func<ChangeRecord, CancellationToken, ValueTask> keep) : ClusterApiDecorator(api)
{
    private readonly ChangeLedger ledger = new();
    private string? ran;

    protected override async Task<JsonObject> ChangeAsync(ClusterRequest request, CancellationToken cancellation)
    {
        if (request.Issues) return await request.SendAsync(Api, dryRun: false, cancellation);
        var path = request.ObjectPath();
        var earlier = ledger.Find(path);
        var (before, unread) = await request.BeforeAsync(Api, cancellation);
        var at = ledger.Begin(new(path, before, request.Removes ? null : request.Makes ? request.Parsed() : before) { Begun = true, Unread = unread, OfStatus = request.OfStatus() });
        await keep(Record(), cancellation);
        try
        {
            var answer = await request.SendAsync(Api, dryRun: false, cancellation);
            ledger.End(at, request.Removes ? null : request.After(before, answer) ?? await Api.GetAsync(path, cancellation));
            // it is done: also where the step was stopped meanwhile, this has to be known
            await keep(Record(), CancellationToken.None);
            return answer;
        }
        catch (KubernetesApiException refused) when (refused.StatusCode < 500)
        {
            ledger.Refused(at, earlier);
            await keep(Record(), cancellation);
            throw;
        }
    }

    public override async Task<int> ExecAsync(string @namespace, string pod, ExecOptions options, IExecStreams streams, CancellationToken cancellation)
    {
        ran = $"{options.Command[0]} runs in pod {pod}: what a program does there has no way back through the portal.";
        await keep(Record(), cancellation);
        return await base.ExecAsync(@namespace, pod, options, streams, cancellation);
    }

    private ChangeRecord Record()
    {
        var (revert, reversal) = Reverting.Of(ledger.Steps);
        return ran is not null && ledger.Steps.Count == 0
            ? new([]) { Reversal = Reversal.Impossible(ran) }
            : new([.. ledger.Steps.Where(s => s.Before is not null || s.After is not null).Select(ObjectText.Change)]) { Revert = revert, Reversal = reversal };
    }
}

/// <summary>What a request means for the object that it is about.</summary>
internal static class RequestEffects
{
    /// <summary>Without a name only where the server is to give one.</summary>
    public static ResourcePath ObjectPath(this ClusterRequest request) => request switch
    {
        { Makes: true } when request.Parsed().TextAt("metadata", "name") is { Length: > 0 } name => request.Path with { Name = name },
        _ => request.Path with { Subresource = null },
    };

    public static bool OfStatus(this ClusterRequest request) => request.Path.Subresource is "status" or "approval";

    /// <summary>The object itself, also where a subresource is changed; null where it is not there.</summary>
    /// <returns><c>Unread</c> says why it is not known.</returns>
    public static async Task<(JsonObject? Before, string? Unread)> BeforeAsync(this ClusterRequest request, IKubernetesApi api, CancellationToken cancellation)
    {
        if (request.Path.Name is null) return (null, null);
        try
        {
            return (request.Path.Resource.Typed(await api.GetAsync(request.Path with { Subresource = null }, cancellation)), null);
        }
        catch (KubernetesApiException refused) when (refused.StatusCode == 404)
        {
            return (null, null);
        }
        catch (KubernetesApiException refused) when (refused.StatusCode == 403)
        {
            return (null, $"what stood before may not be read: {refused.Message}");
        }
    }

    /// <summary>The object as the answer has it; null where the answer does not tell.</summary>
    public static JsonObject? After(this ClusterRequest request, JsonObject? before, JsonObject answer)
    {
        if (request.Path.Subresource != "scale") return request.Path.Resource.Typed((JsonObject)answer.DeepClone());
        if (before.At("spec", "replicas") is null || answer.NumberAt("spec", "replicas") is not { } replicas) return null;
        var after = (JsonObject)before!.DeepClone();
        after["spec"]!["replicas"] = replicas;
        return after;
    }
}
