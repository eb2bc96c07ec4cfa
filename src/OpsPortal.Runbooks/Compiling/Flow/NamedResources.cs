using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Runbooks.Compiling.Flow;

/// <summary>
/// <c>kubectl get pods -o name</c> prints <c>pod/web-1</c>. Which kind that is the command tells, so only the name is left to be found: what uses it
/// then knows what it works on before it runs, and a person who fills it in gives a name.
/// </summary>
internal static class NamedResources
{
    /// <returns>The piece that prints bare names, and what stands before a name (<c>pods/</c>); the piece as it is and nothing where it prints anything else.</returns>
    public static (Piece Piece, string Prefix) Of(Piece piece) =>
        piece.Action is KubernetesGet { Output: "name", Resources: [{ Kind: var kind }] } && !kind.Contains(ParameterText.Open) && piece.Filters.All(KeepsLines)
            ? (piece with { Filters = [.. piece.Filters, new NameOnly("")] }, $"{kind}/")
            : (piece, "");

    private static bool KeepsLines(TextFilter filter) => filter switch
    {
        Grep grep => !grep.Count && !grep.OnlyMatching && !grep.LineNumbers,
        Uniq uniq => !uniq.Count,
        Head head => head.Bytes is null,
        Tail or Sort => true,
        _ => filter.IsRedirection && filter is not NameOnly,
    };
}
