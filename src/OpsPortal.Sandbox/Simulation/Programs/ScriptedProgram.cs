using System.Text.RegularExpressions;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>A program whose answers the system's file gives: the first whose pattern fits the arguments.</summary>
internal static class ScriptedProgram
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(ProgramCall call, ProgramDefinition program)
    {
        var arguments = string.Join(' ', call.Arguments);
        if (program.Answers.FirstOrDefault(a => Regex.IsMatch(arguments, a.Match, RegexOptions.Singleline, MatchLimit)) is not { } answer) return 0;
        if (answer.Needs is { } needed && !CanReach(call.World, needed)) return await call.Fail(answer.Otherwise);
        if (answer.Output.Length > 0) await call.Say(answer.Output);
        return answer.Error.Length > 0 ? await call.Fail(answer.Error, answer.Exit) : answer.Exit;
    }

    private static bool CanReach(ContainerWorld world, string variable)
    {
        var dependency = world.Profile.Dependencies.FirstOrDefault(d => d.Variable == variable);
        if ((world.Variables[variable] ?? dependency?.Default) is not { } host) return true;
        var port = Pods.ClusterNames.Service(world.Store, world.Namespace, host)?.List("spec", "ports")[0].Number("port");
        return port is not null && Reach.To(world, host, (int)port).Outcome == ReachOutcome.Connected;
    }
}
