using OpsPortal.Environments;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Suggestions;

namespace OpsPortal.Runbooks;

/// <summary>Asks the environment's cluster what there is. Silence where it does not answer: a suggestion is a convenience.</summary>
public sealed class Suggestions(SuggestionSource source, EnvironmentQueries environments, IClusterConnections clusters, TimeProvider time) : ISuggestions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<string>> ForAsync(
        EnvironmentSummary environment, RunbookEdition edition, Parameter parameter, IReadOnlyDictionary<string, string> values, CancellationToken cancellation)
    {
        if (await environments.FindAsync(environment.Name, cancellation) is not { HasCluster: true } found) return [];
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            var cluster = clusters.For(found);
            var @namespace = NamespaceOf(edition, parameter, values) ?? found.DefaultNamespace ?? edition.Runbook.System?.DefaultNamespace ?? cluster.DefaultNamespace;
            var typed = values.GetValueOrDefault(parameter.Name, "");
            if (parameter.Kind == "kubernetes.manifest")
            {
                var edit = edition.Compiled.Steps.First(s => s.Parameters.Contains(parameter.Name)).Action!.Principal.Bind(values);
                return await source.LoadAsync(edit, found.DefaultNamespace ?? edition.Runbook.System?.DefaultNamespace ?? cluster.DefaultNamespace, cluster.Api, both.Token) is { } manifest ? [manifest] : [];
            }
            var suggestions = await source.SuggestAsync(parameter.Kind, @namespace, null, typed, cluster.Api, both.Token);
            return [.. suggestions.Select(s => s.Value)];
        }
        catch (Exception e) when (e is TargetUnreachableException or KubernetesApiException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <summary>The namespace of the first step that takes the parameter, as far as it is known.</summary>
    private static string? NamespaceOf(RunbookEdition edition, Parameter parameter, IReadOnlyDictionary<string, string> values)
    {
        var named = edition.Compiled.Steps.Where(s => s.Parameters.Contains(parameter.Name)).Select(s => s.Action?.Target?.Namespace).FirstOrDefault(n => n is not null);
        if (named is null) return null;
        var bound = Actions.ParameterText.Bind(named, values);
        return Actions.ParameterText.Names(bound).Count == 0 ? bound : null;
    }
}
