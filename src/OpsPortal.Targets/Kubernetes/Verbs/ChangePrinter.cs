using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;
using OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Tells of each changed object as kubectl does: a line, its name, or the object itself.</summary>
internal sealed class ChangePrinter(KubernetesChange action, ActionContext context)
{
    private bool printed;
    private bool masked;

    /// <param name="operation">"created", "configured".</param>
    public async ValueTask TellAsync(ApiResource resource, JsonObject changed, string operation, CancellationToken cancellation)
    {
        var name = $"{resource.QualifiedName}/{changed.Name()}";
        switch (action.Output?.Split('=')[0])
        {
            case null:
                await context.Output.OutAsync($"{name} {operation}{Suffix}", cancellation);
                break;
            case "name":
                await context.Output.OutAsync(name, cancellation);
                break;
            case "jsonpath":
                await context.Output.TextAsync(new JsonPath(action.Output!["jsonpath=".Length..]).Print(await ShownAsync(resource, changed, cancellation)), cancellation);
                break;
            case "json":
                await context.Output.TextAsync(JsonText.Indented(await ShownAsync(resource, changed, cancellation)), cancellation);
                break;
            default:
                if (printed) await context.Output.OutAsync("---", cancellation);
                await context.Output.TextAsync(YamlText.Of(await ShownAsync(resource, changed, cancellation)), cancellation);
                break;
        }
        printed = true;
    }

    private string Suffix => action.DryRun switch { "client" => " (dry run)", "server" => " (server dry run)", _ => "" };

    private async ValueTask<JsonObject> ShownAsync(ApiResource resource, JsonObject changed, CancellationToken cancellation)
    {
        var secret = SecretMask.Concerns(resource) && !context.Piped;
        if (secret && !masked) await context.Output.NoteAsync("The values of secrets are masked: only their sizes are shown.", cancellation);
        masked |= secret;
        var shown = secret ? SecretMask.Apply(changed) : (JsonObject)changed.DeepClone();
        (shown["metadata"] as JsonObject)?.Remove("managedFields");
        return shown;
    }
}

internal static class Changing
{
    /// <summary>Whether nothing is kept of it.</summary>
    public static bool Tries(this KubernetesChange action) => action.DryRun is not null;

    /// <summary>Awaited right before each request that changes something.</summary>
    public static ValueTask BeginAsync(this ActionContext context, KubernetesChange action, CancellationToken cancellation) =>
        action.Tries() ? ValueTask.CompletedTask : context.BeforeSideEffect(cancellation);

    /// <summary>For the sentence of an outcome.</summary>
    public static string Tried(this KubernetesChange action, string sentence) => action.Tries() ? $"tried only: {sentence}" : sentence;
}
