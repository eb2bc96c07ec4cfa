using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Http;
using OpsPortal.Sandbox.Prometheus.Evaluation;
using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Serving;

/// <summary>Prometheus' HTTP API (https://prometheus.io/docs/prometheus/latest/querying/api/), as far as operators and dashboards use it.</summary>
internal sealed class PrometheusApi(ISampleStore store, TimeProvider time)
{
    private const int MostPoints = 11_000;

    private readonly QueryEngine engine = new(store);
    private readonly AlertRules rules = new(store);

    public ServiceAnswer Answer(ServiceRequest request, CancellationToken cancellation)
    {
        var (path, parameters) = (request.Path.Length > 1 ? request.Path.TrimEnd('/') : "/", request.Parameters());
        if (request.Method is not ("GET" or "HEAD" or "POST")) return ServiceAnswer.Text("Method Not Allowed\n", status: 405);
        try
        {
            switch (path)
            {
                case "/-/healthy": return ServiceAnswer.Text("Prometheus Server is Healthy.\n");
                case "/-/ready": return ServiceAnswer.Text("Prometheus Server is Ready.\n");
                case "/" or "/graph" or "/query" or "/alerts": return Page();
                case "/api/v1/query": return Instant(parameters, cancellation);
                case "/api/v1/query_range": return Range(parameters, cancellation);
                case "/api/v1/series": return Series(parameters);
                case "/federate": return ServiceAnswer.Text(Federation.Of(store, parameters["match[]"], time.GetUtcNow().ToUnixTimeMilliseconds()), "text/plain; version=0.0.4; charset=utf-8");
                case "/api/v1/labels": return Success(Names(Matching(parameters).SelectMany(s => s.Pairs).Select(p => p.Key)));
                case "/api/v1/alerts": return Success(new JsonObject { ["alerts"] = rules.Alerts(time.GetUtcNow()) });
                case "/api/v1/rules": return Success(rules.Groups(time.GetUtcNow()));
                case "/api/v1/status/buildinfo": return Success(new JsonObject { ["version"] = "3.0.0-sandbox", ["goVersion"] = "none" });
            }
            if (path.StartsWith("/api/v1/label/", StringComparison.Ordinal) && path.EndsWith("/values", StringComparison.Ordinal))
                return Success(Names(Matching(parameters).Select(s => s[path[14..^7]]).Where(v => v.Length > 0)));
            return ServiceAnswer.Text("404 page not found\n", status: 404);
        }
        catch (QueryException wrong)
        {
            return wrong is QueryEvaluationException
                ? Error(422, "execution", wrong.Message)
                : Error(400, "bad_data", $"invalid parameter \"{(path.StartsWith("/api/v1/query", StringComparison.Ordinal) ? "query" : "match[]")}\": {wrong.Message}");
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return Error(422, "execution", "query processing would take too long: simplify its regular expressions");
        }
        catch (ParameterException wrong)
        {
            return Error(400, "bad_data", wrong.Message);
        }
    }

    private ServiceAnswer Instant(ILookup<string, string> parameters, CancellationToken cancellation)
    {
        var at = QueryParameters.Time(parameters, "time", time.GetUtcNow().ToUnixTimeMilliseconds());
        return Success(QueryJson.Of(engine.Instant(parameters["query"].LastOrDefault() ?? "", at, cancellation), at));
    }

    private ServiceAnswer Range(ILookup<string, string> parameters, CancellationToken cancellation)
    {
        var (start, end) = (QueryParameters.Time(parameters, "start", null), QueryParameters.Time(parameters, "end", null));
        if (end < start) throw new ParameterException("end", "end timestamp must not be before start time");
        var step = QueryParameters.Step(parameters);
        if ((end - start) / step > MostPoints)
            throw new ParameterException($"exceeded maximum resolution of {MostPoints:N0} points per timeseries. Try decreasing the query resolution (?step=XX)");
        return Success(QueryJson.Of(engine.Range(parameters["query"].LastOrDefault() ?? "", start, end, step, cancellation)));
    }

    private ServiceAnswer Series(ILookup<string, string> parameters)
    {
        if (!parameters.Contains("match[]")) throw new ParameterException("no match[] parameter provided");
        return Success(new JsonArray([.. Matching(parameters).Select(s => (JsonNode)QueryJson.Of(s))]));
    }

    /// <summary>The labels of every series that one of the selectors takes; all where there is none.</summary>
    private IEnumerable<Labels> Matching(ILookup<string, string> parameters)
    {
        if (!parameters.Contains("match[]")) return store.Select([]).Select(s => s.Labels);
        return parameters["match[]"].SelectMany(text => QueryParser.Parse(text) is SelectorExpression selector
            ? store.Select(selector.Matchers).Select(s => s.Labels)
            : throw new ParameterException("match[]", "expected type instant vector selector")).Distinct().Order();
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Distinct().Order(StringComparer.Ordinal).Select(n => (JsonNode)n)];

    private static ServiceAnswer Success(JsonNode data) => ServiceAnswer.Json(new JsonObject { ["status"] = "success", ["data"] = data });

    private static ServiceAnswer Error(int status, string type, string message) =>
        ServiceAnswer.Json(new JsonObject { ["status"] = "error", ["errorType"] = type, ["error"] = message }, status);

    private static ServiceAnswer Page() => ServiceAnswer.Text(
        "<!doctype html><title>Prometheus</title><h1>Prometheus of the sandbox</h1><form action=\"/api/v1/query\"><input name=\"query\" value=\"up\" size=\"60\"><button>Execute</button></form><p>Alerts are at <a href=\"/api/v1/alerts\">/api/v1/alerts</a>, rules at <a href=\"/api/v1/rules\">/api/v1/rules</a>.</p>",
        "text/html; charset=utf-8");
}
