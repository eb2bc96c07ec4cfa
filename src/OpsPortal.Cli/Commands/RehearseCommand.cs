using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Cli.Commands;

/// <summary><c>rehearse</c>: has a portal go through a runbook, its reads run and its changes previewed, and fails where a step is broken.</summary>
internal static class RehearseCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args, TextWriter stdout)
    {
        var arguments = RehearseArguments.Parse(args);
        using var portal = new PortalClient(arguments.Portal, arguments.Token);
        if (arguments.File is { } file) await CompareAsync(portal, arguments.Runbook, file);
        JsonObject asked = new() { ["runbook"] = arguments.Runbook, ["environment"] = arguments.Environment, ["parameters"] = new JsonObject(arguments.Values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value))) };
        var rehearsal = await portal.PostJsonAsync("api/v1/rehearsals", asked.ToJsonString());
        while (rehearsal.RootElement.GetProperty("state").GetString() == "running")
        {
            await Task.Delay(Pause, TimeProvider.System);
            var id = rehearsal.RootElement.GetProperty("id").GetInt64();
            rehearsal.Dispose();
            rehearsal = await portal.GetJsonAsync($"api/v1/rehearsals/{id}");
        }
        using (rehearsal)
        {
            await stdout.WriteLineAsync(arguments.Json ? JsonSerializer.Serialize(rehearsal.RootElement, Indented) : Text(rehearsal.RootElement, arguments.Environment));
            return rehearsal.RootElement.GetProperty("broken").GetInt32() > 0 ? ExitCode.Errors : ExitCode.Fine;
        }
    }

    /// <summary>What is rehearsed is what the portal has; another text in the file would be rehearsed by nobody.</summary>
    private static async Task CompareAsync(PortalClient portal, string runbook, string file)
    {
        var there = await portal.GetTextAsync($"api/v1/runbooks/{Uri.EscapeDataString(runbook)}/text");
        string here;
        try { here = await File.ReadAllTextAsync(file); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new UnusableFileException($"{file} could not be read: {e.Message}"); }
        if (here.ReplaceLineEndings("\n").Trim() != there.ReplaceLineEndings("\n").Trim())
            throw new UnusableFileException($"{file} is not what the portal has as {runbook}. Import it first (PUT api/v1/runbooks/{runbook}), then rehearse it.");
    }

    private static string Text(JsonElement rehearsal, string environment)
    {
        var steps = rehearsal.GetProperty("steps").EnumerateArray().Select(s => $"{Word(s.GetProperty("outcome").GetString()),-17}{s.GetProperty("number").GetInt32(),4}  {s.GetProperty("title").GetString()}"
            + (s.GetProperty("outcome").GetString() == "worked" ? "" : $"\n{"",23}{s.GetProperty("reason").GetString()}"));
        return $"{string.Join('\n', steps)}\n{rehearsal.GetProperty("runbook").GetString()} in {environment}: {rehearsal.GetProperty("worked").GetInt32()} worked, {rehearsal.GetProperty("broken").GetInt32()} broken, "
            + $"{rehearsal.GetProperty("needsParameters").GetInt32()} need parameters, {rehearsal.GetProperty("leftOut").GetInt32()} left out";
    }

    private static string Word(string? outcome) => outcome switch { "needsParameters" => "needs parameters", "leftOut" => "left out", _ => outcome ?? "" };
}
