using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Running;

namespace OpsPortal.Scenarios.Support;

/// <summary>What people do, in one word each.</summary>
public static class Clicks
{
    private static readonly Dictionary<string, string> None = [];

    public static Task<Result<Execution>> AskAsync(this PortalHost portal, string step, string? key = null, Actor? by = null, bool confirmed = true,
        Dictionary<string, string>? parameters = null, string environment = "sandbox") =>
        portal.Get<RequestExecution>().InvokeAsync(
            by ?? People.Ann, new("shop", step, environment, parameters ?? None, key ?? $"{Guid.NewGuid()}") { Confirmed = confirmed }, CancellationToken.None);

    /// <summary>A click that has to be accepted.</summary>
    public static async Task<long> ClickAsync(this PortalHost portal, string step, Dictionary<string, string>? parameters = null)
    {
        var result = await portal.AskAsync(step, parameters: parameters);
        Assert.True(result.Succeeded, result.Problem?.Detail);
        return result.Value.Id;
    }

    /// <summary>What a worker does when the job of an execution reaches it, in the caller's hands.</summary>
    public static Task<bool> RunAsync(this PortalHost portal, long id) => portal.Get<RunExecution>().InvokeAsync(id, CancellationToken.None);

    /// <summary>All lines, once the execution has ended.</summary>
    public static async Task<List<OutputLine>> OutputAsync(this PortalHost portal, long id, int after = 0)
    {
        List<OutputLine> lines = [];
        await foreach (var page in portal.Get<OutputReader>().FollowAsync(id, after, CancellationToken.None)) lines.AddRange(page.Lines);
        return lines;
    }
}
