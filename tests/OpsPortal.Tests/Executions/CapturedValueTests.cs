using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using OpsPortal.Executions;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Running;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets;
using Xunit;

namespace OpsPortal.Tests.Executions;

public class CapturedValueTests
{
    private static readonly SecretParameters Secrets = new(new EphemeralDataProtectionProvider());

    private static Task<ExecutionEnding> EndAsync(string captured, bool secret = false)
    {
        var execution = new Execution
        {
            Key = "",
            StepId = "s",
            Title = "t",
            Source = "X=$(…)",
            Action = new KubernetesGet { Resources = [new("pods")] },
            Reason = "",
            RequestedBy = "Ada",
            Captures = "X",
            CapturesSecret = secret,
        };
        var outcome = ActionOutcome.Success("1 pod") with { Captured = captured };
        return new StepResults(Secrets, new(null!), NullLogger<StepResults>.Instance).OfAsync(execution, new(ExecutionState.Succeeded, "1 pod"), outcome, new OutputTap(new Nowhere(), 0, secret), new SecretRedactor().Open(["hunter22"]));
    }

    [Fact]
    public async Task AValueIsKeptAndTold()
    {
        var ending = await EndAsync("web-1");
        Assert.Equal((ExecutionState.Succeeded, "web-1", "1 pod; X is web-1"), (ending.State, ending.Captured, ending.Reason));
    }

    [Fact]
    public async Task ASecretIsKeptEncryptedAndNotTold()
    {
        var ending = await EndAsync("hunter22", secret: true);
        Assert.Null(ending.Captured);
        Assert.Equal("hunter22", Secrets.ReadCaptured(ending.ProtectedCaptured!));
        Assert.DoesNotContain("hunter22", ending.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hunter22", "holds a secret")]
    [InlineData("first\npassword: another1", "holds a secret")]
    [InlineData("", "printed nothing")]
    public async Task WhatCannotBeKeptFailsWithWhatToDo(string captured, string sentence)
    {
        var ending = await EndAsync(captured);
        Assert.Equal((ExecutionState.Failed, null, null), (ending.State, ending.Captured, ending.ProtectedCaptured));
        Assert.Contains(sentence, ending.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter22", ending.Reason, StringComparison.Ordinal);
    }

    private sealed class Nowhere : IOutput
    {
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
