using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Runbooks.Risks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

public class CommandCompilerTests
{
    [Theory]
    [InlineData("Look at it", "Look is not yet understood", Risk.Change)]
    [InlineData("kubectl get pods && Look at it; kubectl delete pvc a", "Look", Risk.Destructive)]
    [InlineData("select x in a; do kubectl delete ns $x; done", "select", Risk.Destructive)]
    [InlineData("echo $(rm -rf x)", "what stands in $(", Risk.Destructive)]
    public void What_is_not_understood_is_manual_with_a_reason_and_the_worst_risk(string command, string reason, Risk risk)
    {
        var compiled = Compiled.Manual(command);
        Assert.Contains(reason, compiled.ManualReason);
        Assert.Equal(risk, compiled.Risk);
    }

    [Fact]
    public void An_instruction_is_manual() =>
        Assert.Equal("This is an instruction for a person.", CommandCompiler.Compile(new(1, 1, "Tell the team", "Tell the team", null)).ManualReason);

    [Fact]
    public void A_command_in_a_session_is_manual_and_names_it()
    {
        var compiled = CommandCompiler.Compile(FenceReader.Read("mysql shop\nDROP TABLE orders;", "bash", 1)[1]);
        Assert.Contains("mysql", compiled.ManualReason);
        Assert.Equal(Risk.Destructive, compiled.Risk);
    }

    [Theory]
    [InlineData("kubectl get pods 2>/dev/null")]
    [InlineData("kubectl get pods 2>&1 | grep a 2>/dev/null")]
    public void To_hide_or_join_errors_is_harmless(string command) => Assert.Equal(StepMode.Native, Compiled.Of(command).Mode);

    [Theory]
    [InlineData("kubectl get pod ")]
    [InlineData("kubectl delete ")]
    [InlineData("sudo ")]
    [InlineData("kubectl exec a -- ")]
    [InlineData("kubectl get pods | grep ")]
    [InlineData("kubectl -")]
    public void Ten_thousand_arguments_are_read(string beginning) =>
        Assert.Single(FenceReader.Read(beginning + string.Concat(Enumerable.Repeat(beginning + " x -n --a=b ", 10_000)), "bash", 1).Select(CommandCompiler.Compile));
}
