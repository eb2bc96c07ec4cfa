using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsPortal.Executions;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Running;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Expectations;
using OpsPortal.Targets;
using OpsPortal.Tests.Runbooks.Compiling;
using Xunit;

namespace OpsPortal.Tests.Executions;

public class StepVerdictTests
{
    private static Task<ExecutionEnding> EndAsync(string expected, ActionOutcome outcome, Func<Expectation, ExpectationSubject, Verdict>? judge = null)
    {
        var execution = new Execution
        {
            Key = "",
            StepId = "s",
            Title = "t",
            Source = "curl http://shop/orders",
            Action = (HttpSend)Compiled.Of("curl http://shop/orders").Action!,
            Reason = "",
            RequestedBy = "Ada",
            Expectation = new(ExpectationKind.Number, expected, 1),
        };
        var results = new StepResults(new(new EphemeralDataProtectionProvider()), new(null!), NullLogger<StepResults>.Instance) { Judge = judge ?? ExpectationJudge.Judge };
        return results.OfAsync(execution, new(ExecutionState.Succeeded, outcome.Reason), outcome, new OutputTap(new Nowhere(), 0, false), new SecretRedactor().Open([]));
    }

    [Theory]
    [InlineData(200, StoredVerdict.Met, "The answer's status is 200.")]
    [InlineData(503, StoredVerdict.NotMet, "The answer's status is 503, not 200.")]
    public async Task TheStatusOfAnAnswerIsJudged(int status, string verdict, string text)
    {
        var ending = await EndAsync("200", ActionOutcome.Success($"{status}") with { HttpStatus = status });
        Assert.Equal((verdict, text), (ending.Verdict!.Verdict, ending.Verdict.Text));
    }

    [Fact]
    public async Task AFaultInJudgingLeavesTheEndAsItIsAndTheVerdictToAPerson()
    {
        var ending = await EndAsync("200", ActionOutcome.Success("200 OK"), (_, _) => throw new InvalidOperationException("a bug"));
        Assert.Equal((ExecutionState.Succeeded, "200 OK"), (ending.State, ending.Reason));
        Assert.Equal(StoredVerdict.Judge, ending.Verdict!.Verdict);
        Assert.Contains("Compare it yourself", ending.Verdict.Text, StringComparison.Ordinal);
    }

    private sealed class Nowhere : IOutput
    {
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
