using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Compiling;

/// <summary>A command line, compiled.</summary>
internal static class Compiled
{
    public static CompiledCommand Of(string command) => CommandCompiler.Compile(Assert.Single(FenceReader.Read(command, "bash", 1)));

    public static T Native<T>(string command) where T : StepAction
    {
        var compiled = Of(command);
        Assert.True(compiled.Mode == StepMode.Native, compiled.ManualReason);
        return Assert.IsType<T>(compiled.Action);
    }

    public static CompiledCommand Manual(string command)
    {
        var compiled = Of(command);
        Assert.Equal(StepMode.Manual, compiled.Mode);
        Assert.Null(compiled.Action);
        return compiled;
    }

    /// <summary>Parameters as <c>name:kind</c>, secret ones with an exclamation mark.</summary>
    public static string Parameters(string command) => string.Join(" ", Of(command).Parameters.Select(p => $"{p.Name}:{p.Kind}{(p.Secret ? "!" : "")}"));
}
