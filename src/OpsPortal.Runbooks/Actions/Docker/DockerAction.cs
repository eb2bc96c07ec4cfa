namespace OpsPortal.Runbooks.Actions.Docker;

/// <summary>An action on a Docker Engine: containers, images, volumes and networks.</summary>
public abstract record DockerAction : StepAction
{
    private protected static string Shown(string text) => ParameterText.Display(text);

    /// <summary>"container api", "containers api and db".</summary>
    private protected static string Spoken(string kind, IReadOnlyList<string> names) => names switch
    {
        [] => $"all {kind}s",
        [var one] => $"{kind} {Shown(one)}",
        _ => $"{kind}s {string.Join(", ", names.Take(names.Count - 1).Select(Shown))} and {Shown(names[^1])}",
    };

    private protected static StepTarget One(string kind, IReadOnlyList<string> names) => new(null, kind, names.Count == 1 ? names[0] : null);
}
