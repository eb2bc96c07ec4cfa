using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Running;

namespace OpsPortal.Scenarios.Support;

/// <summary>What people do, in one word each.</summary>
public static class Clicks
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>A click; a change is looked at and confirmed, unless <paramref name="confirmed"/> is false.</summary>
    public static async Task<Result<Execution>> AskAsync(this PortalHost portal, string step, string? key = null, Actor? by = null, bool confirmed = true,
        Dictionary<string, string>? parameters = null, string environment = "sandbox", string? breakGlass = null)
    {
        var request = new ExecutionRequest("shop", step, environment, parameters ?? None, key ?? $"{Guid.NewGuid()}") { BreakGlass = breakGlass };
        var result = await portal.Get<RequestExecution>().InvokeAsync(by ?? People.Ann, request, CancellationToken.None);
        if (!confirmed || result.Problem?.Kind != ProblemKind.NeedsPlan) return result;
        var plan = await portal.LookAsync(step, by, parameters, environment);
        return await portal.ConfirmAsync(request, plan, by);
    }

    /// <summary>The plan of a change.</summary>
    public static async Task<Plan> LookAsync(this PortalHost portal, string step, Actor? by = null, Dictionary<string, string>? parameters = null, string environment = "sandbox")
    {
        var result = await portal.Get<PreviewStep>().InvokeAsync(by ?? People.Ann, new("shop", step, environment, parameters ?? None, ""), CancellationToken.None);
        Assert.True(result.Succeeded, result.Problem?.Detail);
        return result.Value;
    }

    public static Task<Result<Execution>> ConfirmAsync(this PortalHost portal, ExecutionRequest request, Plan plan, Actor? by = null) =>
        portal.Get<RequestExecution>().InvokeAsync(by ?? People.Ann, request with { PlanHash = plan.Hash }, CancellationToken.None);

    /// <summary>A click that has to be accepted.</summary>
    public static async Task<long> ClickAsync(this PortalHost portal, string step, Dictionary<string, string>? parameters = null)
    {
        var result = await portal.AskAsync(step, parameters: parameters);
        Assert.True(result.Succeeded, result.Problem?.Detail);
        return result.Value.Id;
    }

    /// <summary>What a worker does when the job of an execution reaches it, in the caller's hands.</summary>
    public static Task<bool> RunAsync(this PortalHost portal, long id) => portal.Get<RunExecution>().InvokeAsync(id);

    /// <summary>All lines, once the execution has ended.</summary>
    public static async Task<List<OutputLine>> OutputAsync(this PortalHost portal, long id, int after = 0)
    {
        List<OutputLine> lines = [];
        await foreach (var page in portal.Get<OutputReader>().FollowAsync(id, after, CancellationToken.None)) lines.AddRange(page.Lines);
        return lines;
    }
}
