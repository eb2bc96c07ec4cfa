using System.Globalization;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Targets.Http;

namespace OpsPortal.Targets.Prometheus;

/// <summary>Asks Prometheus: by the request of the command, whose answer is printed as it comes, or the environment's own, whose answer is printed as a table.</summary>
internal sealed class PrometheusQueryExecutor : IActionExecutor
{
    private static readonly TimeSpan History = TimeSpan.FromHours(1);

    public Type ActionType => typeof(PrometheusQuery);

    public Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation) =>
        action is PrometheusQuery { Request: { } request } asked ? AsAskedAsync(asked, request, context, cancellation) : OwnAsync((PrometheusQuery)action, context, cancellation);

    private static async Task<ActionOutcome> AsAskedAsync(PrometheusQuery query, HttpSend request, ActionContext context, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var outcome = await new HttpRun(request, context).RunAsync(cancellation, body);
        if (PrometheusAnswer.Read(body.GetBuffer().AsMemory(0, (int)body.Length)) is not { } answer) return outcome;
        if (answer.Error is { } error) return outcome with { Reason = $"{outcome.Reason}; Prometheus says {error}" };
        await ShowAsync(query, answer, PrometheusRequests.Range(request, query.Query, Step(History), context.Time.GetUtcNow() - History, context.Time.GetUtcNow()), context, cancellation);
        return outcome with { Reason = $"{outcome.Reason}, {PrometheusText.Summary(answer)}" };
    }

    private static async Task<ActionOutcome> OwnAsync(PrometheusQuery query, ActionContext context, CancellationToken cancellation)
    {
        if (context.Targets.Prometheus is not { } server)
            throw new TargetUnreachableException("This environment has no Prometheus; an administrator can set its address under Environments.");
        var request = PrometheusRequests.Query(server, query);
        using var body = new MemoryStream();
        var outcome = await Quietly(request, context).RunAsync(cancellation, body);
        var answer = PrometheusAnswer.Read(body.GetBuffer().AsMemory(0, (int)body.Length));
        if (answer?.Error is { } error) return ActionOutcome.Failure($"Prometheus refused the query: {error}");
        if (!outcome.Succeeded) return outcome with { ExitCode = null };
        if (answer is null) return ActionOutcome.Failure($"{server.Authority} answered ({outcome.Reason}), but not as Prometheus does. Check the environment's Prometheus address.");
        foreach (var warning in answer.Warnings) await context.Output.NoteAsync(warning, cancellation);
        foreach (var line in PrometheusText.Lines(answer)) await context.Output.OutAsync(line, cancellation);
        await ShowAsync(query, answer, PrometheusRequests.Query(server, query with { Range = Last(context.Time) }), context, cancellation);
        return ActionOutcome.Success(PrometheusText.Summary(answer));
    }

    /// <summary>A grid of what is, and a plot: of the range that was asked for, else of the last hour where the server tells it.</summary>
    private static async Task ShowAsync(PrometheusQuery query, PrometheusAnswer answer, HttpSend? range, ActionContext context, CancellationToken cancellation)
    {
        var title = query.Query.ReplaceLineEndings(" ").Trim();
        if (PrometheusViews.Grid(answer, title) is { } grid) await context.ShowAsync(grid, cancellation);
        if (PrometheusViews.Plot(answer, title) is { } plot) await context.ShowAsync(plot, cancellation);
        if (range is null || query.Time is not null || answer is not { Type: "vector", Series.Count: > 0 }) return;
        using var body = new MemoryStream();
        // history is an extra: where there is none, nothing is missing
        var told = await Quietly(range, context).RunAsync(cancellation, body);
        if (told.Succeeded && PrometheusAnswer.Read(body.GetBuffer().AsMemory(0, (int)body.Length)) is { } past && PrometheusViews.Plot(past, $"{title}, last hour") is { } history)
            await context.ShowAsync(history, cancellation);
    }

    private static HttpRun Quietly(HttpSend request, ActionContext context) => new(request, context with { Output = Nowhere.Instance });

    private static PrometheusRange Last(TimeProvider time)
    {
        var now = time.GetUtcNow();
        return new(Seconds(now - History), Seconds(now), Step(History));
    }

    private static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Step(TimeSpan range) => ((int)range.TotalSeconds / 240).ToString(CultureInfo.InvariantCulture);
}
