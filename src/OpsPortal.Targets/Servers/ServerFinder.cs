using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Servers;

/// <summary>Which server of an environment a command means.</summary>
internal static class ServerFinder
{
    public static ServerBinding? Find(ServerPlace place, IReadOnlyList<ServerBinding> servers, ActionContext context)
    {
        foreach (var key in Keys(place, context.DefaultNamespace))
        {
            var bound = servers.Where(s => s.Binds.Contains(key)).ToList();
            // two systems may call their database alike
            if (bound.Count > 0) return bound.FirstOrDefault(s => IsOf(context.System, s)) ?? bound[0];
        }
        if (!place.Unnamed) return null;
        return servers.FirstOrDefault(s => IsOf(context.System, s)) ?? (servers.Count == 1 ? servers[0] : null);
    }

    /// <param name="kind">"database" or "Redis".</param>
    public static string Missing(ServerPlace place, string kind, IReadOnlyList<ServerBinding> servers, ActionContext context)
    {
        var several = servers.Count > 1 && place.Unnamed ? $"the environment has {servers.Count} of them, and " : "";
        var entry = place.Keys is [var key, ..] ? key : context.System;
        return entry is null
            ? $"Which {kind} is meant is not known: {several}nothing in the command or the runbook names one. Add one to the environment, or bind one to the runbook's system."
            : $"Which {kind} is meant is not known: {several}none of this environment is bound to {entry}. Add the entry \"{entry}\" to the binds of one in the environment.";
    }

    private static IEnumerable<string> Keys(ServerPlace place, string defaultNamespace) =>
        place.InCluster ? place.Keys.SelectMany(key => key.StartsWith('$') ? [key] : new[] { $"{defaultNamespace}/{key}", key }) : place.Keys;

    private static bool IsOf(string? system, ServerBinding server) => system is not null && server.Binds.Contains(system);
}
