using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Targets.Http;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Prometheus;

namespace OpsPortal.Targets.Probes;

/// <summary>Which version it is; where it does not tell, whether it answers a query, as every server that speaks its API does.</summary>
internal static class PrometheusProbe
{
    public static async Task<(string State, string Message)> AskAsync(TargetSettings targets, TimeProvider time, CancellationToken cancellation)
    {
        var context = new ActionContext { Targets = targets, Output = Nowhere.Instance, Time = time };
        var (told, body) = await GetAsync(PrometheusRequests.BuildInfo(targets.Prometheus!), context, cancellation);
        if (told is { Succeeded: true, HttpStatus: 200 } && Version(body) is { } version) return (TargetState.Ok, $"Prometheus {version} answers.");
        if (told.HttpStatus is 401 or 403) return (TargetState.Failed, $"It answered {told.HttpStatus}. Write credentials into its address: http://user:password@host:9090.");
        if (told.HttpStatus is null) return (TargetState.Failed, told.Reason);
        var (asked, answer) = await GetAsync(PrometheusRequests.Query(targets.Prometheus!, new() { Query = "1" }), context, cancellation);
        return PrometheusAnswer.Read(answer) is { Error: null } ? (TargetState.Ok, "It answers queries; it does not tell its version.")
            : (TargetState.Failed, $"Something answered ({asked.Reason.TrimEnd('.')}), but not as Prometheus does. Check address and path.");
    }

    private static async Task<(ActionOutcome Outcome, ReadOnlyMemory<byte> Body)> GetAsync(HttpSend request, ActionContext context, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var outcome = await new HttpRun(request, context).RunAsync(cancellation, body);
        return (outcome, body.ToArray());
    }

    private static string? Version(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span).At("data").TextAt("version");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
