using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Http.Tiers;

/// <summary>V3: what was taken out of use, and why.</summary>
internal sealed class QuarantineTierApi(ExperimentBook book) : ISystemApi
{
    public bool IsHealth(string path) => TierRoutes.IsHealth(path);

    public ServiceAnswer Answer(ServiceRequest request, Backend backend)
    {
        var path = TierRoutes.Path(request.Path);
        if (TierRoutes.Common(request.Method, path, backend, "v3") is { } common) return common;
        return (request.Method, path) switch
        {
            ("GET" or "HEAD", "/quarantine/records") => Records(),
            ("GET" or "HEAD", "/quarantine/statistics") => Statistics(backend),
            (_, "/quarantine/records" or "/quarantine/statistics") => ServiceAnswer.WrongMethod(request.Method, request.Path, "GET, HEAD"),
            _ => ServiceAnswer.NotFound(request.Path),
        };
    }

    private ServiceAnswer Records()
    {
        var records = book.Quarantined;
        return ServiceAnswer.Json(new JsonObject { ["records"] = new JsonArray([.. records.Select(r => (JsonNode)r.Json())]), ["total"] = records.Count });
    }

    private ServiceAnswer Statistics(Backend backend)
    {
        var records = book.Quarantined;
        var models = book.All.Where(e => e.Quarantined is not null).GroupBy(e => e.PrimaryModel).OrderByDescending(g => g.Count());
        return ServiceAnswer.Json(new JsonObject
        {
            ["total"] = records.Count,
            ["last_30_days"] = records.Count(r => r.At > backend.Now - TimeSpan.FromDays(30)),
            ["by_model"] = new JsonObject(models.Select(g => KeyValuePair.Create(g.Key, (JsonNode?)g.Count()))),
            ["newest"] = records.Count > 0 ? Fields.Stamp(records[0].At) : null,
            ["share_of_experiments"] = Math.Round((double)records.Count / book.All.Count, 3),
        });
    }
}
