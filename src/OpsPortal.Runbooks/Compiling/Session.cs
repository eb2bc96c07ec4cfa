using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>A context that a command opens for those below it: a shell in a container, a database prompt, another host.</summary>
/// <param name="Language"><c>shell</c>, <c>sql</c>, <c>redis</c> or the name of another prompt.</param>
internal sealed record Session(Statement Opener, string Language, bool Remote)
{
    private static readonly HashSet<string> Outside = ["kubectl", "oc", "docker", "docker-compose", "podman", "helm", "minikube", "kind", "az", "aws", "gcloud", "terraform"];

    public static Session? OpenedBy(Statement statement) =>
        statement is Pipeline { Commands: [{ Redirections: [] } command] } && Words(command) is { Count: > 0 } words && Terminals.Opened(words) is { } prompt
            ? new(statement, prompt, words[0] == "ssh") : null;

    /// <summary>Whether the statement can be meant for this session; a command that works on containers from outside ends it.</summary>
    public bool Takes(Statement statement) =>
        Language == "shell" ? Remote || !Outside.Contains(First(statement)) : First(statement) is "exit" or "quit";

    /// <summary>Whether the session is over after this statement.</summary>
    public bool EndsWith(Statement statement) => statement switch
    {
        Query query => query.Text.TrimEnd(';').ToLowerInvariant() is "\\q" or "quit" or "exit",
        _ => First(statement) is "exit" or "logout" or "quit",
    };

    private static string First(Statement statement) => statement switch
    {
        Pipeline { Commands: [{ Words: [var program, ..] }, ..] } => program.Constant ?? "",
        Sequence { Parts: [var part, ..] } => First(part.Statement),
        _ => "",
    };

    private static List<string> Words(SimpleCommand command) => [.. command.Words.Select(w => w.Constant ?? "\0")];
}
