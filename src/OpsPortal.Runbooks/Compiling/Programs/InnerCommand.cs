using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Runbooks.Compiling.Programs;

/// <summary>A program with its arguments that something else runs: a container, a host.</summary>
internal static class InnerCommand
{
    /// <summary>A name that the terminal is needed for; null where none is.</summary>
    public static string? AtTerminal(IReadOnlyList<string> command)
    {
        List<string> shown = [.. command.Select(ParameterText.Display)];
        return Terminals.Opened(shown) is not null || Terminals.TakesScreen(shown) ? shown[0] : null;
    }

    /// <summary>What is filled into code may change what the code does.</summary>
    public static Risk RiskOf(IReadOnlyList<string> command)
    {
        var risk = CommandRisk.Of([.. command.Select(ParameterText.Display)]);
        return risk == Risk.Read && FillsCode(command) ? Risk.Change : risk;
    }

    private static bool FillsCode(IReadOnlyList<string> command)
    {
        for (var i = 0; i < command.Count; i++)
            if (command[i].Contains(ParameterText.Open) && (i == 0 || IsCode(command[i]) || command[i - 1] is "-e" or "--eval" or "--command" or "--execute" or ['-', .., 'c']))
                return true;
        return false;
    }

    /// <summary>Several words in one argument; the blank of "&lt;pod name&gt;" stands in the name only.</summary>
    private static bool IsCode(string text) => ParameterText.Bind(text, ParameterText.Names(text).ToDictionary(n => n, _ => "")).AsSpan().ContainsAny(" ;\n");
}
