namespace OpsPortal.Sandbox.Api.Access;

/// <param name="Resource">With its subresource, e.g. <c>pods/log</c>.</param>
/// <param name="Namespace">Null at the cluster scope.</param>
internal sealed record AccessQuestion(string Verb, string Group, string Resource, string? Namespace, string? Name)
{
    /// <summary>Why not, as the API server says it.</summary>
    public string Refusal(Caller caller) =>
        $"User \"{caller.Name}\" cannot {Verb} resource \"{Resource}\" in API group \"{Group}\" {(Namespace is null ? "at the cluster scope" : $"in the namespace \"{Namespace}\"")}";
}
