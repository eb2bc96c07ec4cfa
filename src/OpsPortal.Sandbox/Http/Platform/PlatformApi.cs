using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Http.Platform;

/// <summary>platform-service: health, metrics and the audit log.</summary>
internal sealed class PlatformApi(AuditLog audit, Lazy<PodMetricsText> metrics) : ISystemApi
{
    public bool IsHealth(string path) => path is "/health" or "/metrics";

    public ServiceAnswer Answer(ServiceRequest request, Backend backend)
    {
        var (method, path) = (request.Method == "HEAD" ? "GET" : request.Method, request.Path.Length > 1 ? request.Path.TrimEnd('/') : request.Path);
        return (method, path) switch
        {
            ("GET", "/") => ServiceAnswer.Json(new JsonObject { ["service"] = "platform-service", ["version"] = backend.Version }),
            ("GET", "/health") => Health(backend),
            ("GET", "/metrics") => metrics.Value.Of(backend),
            ("GET", "/audit/retention") => Retention(backend.Now),
            ("GET", "/audit/stats") => Stats(backend.Now),
            ("GET", "/audit/export") => Export(request, backend.Now),
            ("POST", "/audit/cleanup") => CleanUp(backend.Now),
            (_, "/audit/cleanup") => ServiceAnswer.WrongMethod(method, path, "POST"),
            (_, "/health" or "/metrics" or "/audit/retention" or "/audit/stats" or "/audit/export") => ServiceAnswer.WrongMethod(method, path, "GET, HEAD"),
            _ => ServiceAnswer.NotFound(path),
        };
    }

    private static ServiceAnswer Health(Backend backend)
    {
        var body = backend.Health(backend.StatusWord);
        body["checks"] = new JsonObject { ["database"] = backend.IsUp("DB_HOST") ? "up" : "down", ["redis"] = backend.IsUp("REDIS_HOST") ? "up" : "down" };
        return ServiceAnswer.Json(body, backend.StatusCode);
    }

    private ServiceAnswer Retention(DateTimeOffset now) => ServiceAnswer.Json(new JsonObject
    {
        ["retentionDays"] = AuditLog.RetentionDays,
        ["keepsEntriesSince"] = Fields.Stamp(audit.Cutoff(now)),
        ["oldestEntry"] = audit.Oldest(now) is { } oldest ? Fields.Stamp(oldest.At) : null,
        ["expiredEntries"] = audit.Expired(now),
    });

    private ServiceAnswer Stats(DateTimeOffset now) => ServiceAnswer.Json(new JsonObject
    {
        ["entries"] = audit.Count(now),
        ["expired"] = audit.Expired(now),
        ["removed"] = audit.Removed,
        ["lastDay"] = audit.Between(now - TimeSpan.FromDays(1), now, now).Count(),
        ["oldest"] = audit.Oldest(now) is { } oldest ? Fields.Stamp(oldest.At) : null,
    });

    private ServiceAnswer CleanUp(DateTimeOffset now)
    {
        var gone = audit.CleanUp(now);
        return ServiceAnswer.Json(new JsonObject { ["removed"] = gone, ["remaining"] = audit.Count(now), ["olderThan"] = Fields.Stamp(audit.Cutoff(now)) });
    }

    private ServiceAnswer Export(ServiceRequest request, DateTimeOffset now)
    {
        List<FieldProblem> problems = [];
        var format = request.Query.GetValueOrDefault("format", "json");
        if (format is not ("csv" or "json")) problems.Add(new("query.format", "Input should be 'csv' or 'json'", "enum"));
        var from = Date(request, "startDate", DateTimeOffset.MinValue, problems);
        var until = Date(request, "endDate", now, problems);
        if (problems.Count > 0) return ServiceAnswer.Invalid(problems);
        var entries = audit.Between(from, until, now);
        return format == "csv"
            ? new(200, "text/csv; charset=utf-8", entries.Select(Csv).Prepend("id,timestamp,actor,action,resource,outcome,ip\n"))
            : new(200, "application/json", Joined(entries.Select(Json)));
    }

    private static DateTimeOffset Date(ServiceRequest request, string name, DateTimeOffset otherwise, List<FieldProblem> problems)
    {
        if (!request.Query.TryGetValue(name, out var text)) return otherwise;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return date;
        problems.Add(new($"query.{name}", "Input should be a valid date such as 2024-01-31", "date_parsing"));
        return otherwise;
    }

    private static string Csv(AuditEntry e) => $"{e.Id},{Fields.Stamp(e.At)},{e.Actor},{e.Action},{e.Resource},{e.Outcome},{e.Address}\n";

    private static string Json(AuditEntry e) => new JsonObject
    {
        ["id"] = e.Id,
        ["timestamp"] = Fields.Stamp(e.At),
        ["actor"] = e.Actor,
        ["action"] = e.Action,
        ["resource"] = e.Resource,
        ["outcome"] = e.Outcome,
        ["ip"] = e.Address,
    }.ToJsonString();

    private static IEnumerable<string> Joined(IEnumerable<string> objects)
    {
        var before = "[";
        foreach (var one in objects)
        {
            yield return before + one;
            before = ",\n";
        }
        yield return before == "[" ? "[]" : "]";
    }
}
