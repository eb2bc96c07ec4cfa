using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Http.Tiers;

/// <summary>V2, production: its health, its service levels, its models.</summary>
internal sealed class StableTierApi(ExperimentBook book) : ISystemApi
{
    public const string Namespace = "platform-v2-stable", Deployment = "platform-v2-api", Annotation = "tiered-platform/experiment";

    private const double MostMilliseconds = 500, MostErrors = 0.01, LeastAvailable = 0.99;

    /// <summary>What each endpoint takes, as a share of the slowest, and its share of the errors.</summary>
    private static readonly (string Path, double Weight)[] Endpoints = [("/api/v1/review", 1), ("/api/v1/experiments", 0.6), ("/api/v1/metrics/models", 0.35)];

    public bool IsHealth(string path) => TierRoutes.IsHealth(path);

    public ServiceAnswer Answer(ServiceRequest request, Backend backend)
    {
        var path = TierRoutes.Path(request.Path);
        if (TierRoutes.Common(request.Method, path, backend, "v2") is { } common) return common;
        return (request.Method, path) switch
        {
            ("GET" or "HEAD", "/health/slo") => ServiceAnswer.Json(Levels(backend)),
            ("GET" or "HEAD", "/metrics/slo-compliance") => ServiceAnswer.Json(Compliance(backend)),
            ("GET" or "HEAD", "/metrics/models") => ServiceAnswer.Json(Models(backend)),
            (_, "/health/slo" or "/metrics/slo-compliance" or "/metrics/models") => ServiceAnswer.WrongMethod(request.Method, request.Path, "GET, HEAD"),
            _ => ServiceAnswer.NotFound(request.Path),
        };
    }

    private static JsonObject Levels(Backend backend)
    {
        var (slow, errors, available) = (backend.SlowMilliseconds, Math.Round(backend.ErrorShare, 4), Available(backend));
        return new()
        {
            ["compliant"] = slow <= MostMilliseconds && errors <= MostErrors && available >= LeastAvailable,
            ["checked_at"] = Fields.Stamp(backend.Now),
            ["p95_ms"] = Level(slow, "<=", MostMilliseconds, slow <= MostMilliseconds),
            ["error_rate"] = Level(errors, "<=", MostErrors, errors <= MostErrors),
            ["availability"] = Level(available, ">=", LeastAvailable, available >= LeastAvailable),
        };
    }

    private static JsonObject Level(double value, string sign, double target, bool met) => new() { ["value"] = value, ["target"] = $"{sign} {target}", ["met"] = met };

    private static JsonObject Compliance(Backend backend) => new()
    {
        ["window"] = "5m",
        ["compliant"] = (bool)Levels(backend)["compliant"]!,
        ["endpoints"] = new JsonArray([.. Endpoints.Select(e =>
        {
            var (slow, errors) = (Math.Round(backend.SlowMilliseconds * e.Weight, 1), Math.Round(backend.ErrorShare * e.Weight, 4));
            return (JsonNode)new JsonObject { ["endpoint"] = e.Path, ["p95_ms"] = slow, ["error_rate"] = errors, ["compliant"] = slow <= MostMilliseconds && errors <= MostErrors };
        })]),
    };

    private JsonObject Models(Backend backend)
    {
        var current = Promoted(backend);
        var models = current is null ? ["gpt-4"] : new[] { current.PrimaryModel, current.SecondaryModel }.OfType<string>().ToArray();
        return new()
        {
            ["experiment"] = current?.Id,
            ["models"] = new JsonArray([.. models.Select((model, i) => (JsonNode)new JsonObject
            {
                ["model"] = model,
                ["role"] = i == 0 ? "primary" : "secondary",
                ["requests_per_minute"] = Math.Round((backend.Pressure?.RequestsPerSecond ?? 0) * 60 * (i == 0 ? 0.9 : 0.1)),
                ["accuracy"] = current?.Figures.Accuracy ?? 0.96,
                ["error_rate"] = Math.Round(backend.ErrorShare, 4),
                ["p95_ms"] = backend.SlowMilliseconds,
            })]),
        };
    }

    /// <summary>The experiment that the answering pod runs: a rollback brings back the one before.</summary>
    private Experiment? Promoted(Backend backend) =>
        backend.State.Pod.Text("metadata", "annotations", Annotation) is { } id ? book.Find(id) : book.Find("exp-41");

    /// <summary>Replicas that take requests, as a share of those wanted.</summary>
    private static double Available(Backend backend) =>
        backend.Cluster.Store.Get(ResourceTypes.Deployments, backend.Namespace, backend.State.Workload) is { Replicas: > 0 } deployment
            ? Math.Round(Math.Min(1, (double)(deployment.Number("status", "availableReplicas") ?? 0) / deployment.Replicas), 3)
            : 1;
}
