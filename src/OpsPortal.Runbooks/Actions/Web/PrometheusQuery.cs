using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Actions.Web;

/// <summary>A question to Prometheus, at one time or over a range.</summary>
public sealed record PrometheusQuery : StepAction
{
    /// <summary>In PromQL.</summary>
    public required string Query { get; init; }

    /// <summary>Unix seconds or RFC 3339; null means now.</summary>
    public string? Time { get; init; }

    /// <summary>Start, end and step of a range; null means one time.</summary>
    public PrometheusRange? Range { get; init; }

    /// <summary>The request that asks it, which prints what the server answers; null asks the environment's own Prometheus and prints a table.</summary>
    public HttpSend? Request { get; init; }

    public override string Name => "prometheus.query";
    public override Risk Risk => Request?.Risk ?? Risk.Read;
    public override StepTarget? Target => Request?.Target ?? new(null, "prometheus", null);
    public override string Sentence => $"Ask Prometheus for {ParameterText.Display(Query.ReplaceLineEndings(" "))}";
}

/// <param name="Step">Seconds or a duration such as <c>15s</c>.</param>
public sealed record PrometheusRange(string Start, string End, string Step);
