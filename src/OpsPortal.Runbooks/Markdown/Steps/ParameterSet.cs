namespace OpsPortal.Runbooks.Markdown.Steps;

/// <summary>The runbook's parameters: one name is one parameter, whatever steps use it.</summary>
internal sealed class ParameterSet
{
    private readonly OrderedDictionary<string, Parameter> parameters = new(StringComparer.Ordinal);

    public IReadOnlyList<Parameter> All => [.. parameters.Values];

    /// <summary>The most specific kind wins (the first of equals), and one mention as a secret is enough.</summary>
    public void Add(Parameter parameter)
    {
        if (!parameters.TryGetValue(parameter.Name, out var known)) parameters.Add(parameter.Name, parameter);
        else parameters[parameter.Name] = new(
            known.Name,
            Specificity(parameter.Kind) > Specificity(known.Kind) ? parameter.Kind : known.Kind,
            known.Secret || parameter.Secret);
    }

    private static int Specificity(string kind) => kind switch
    {
        "text" => 0,
        "number" or "url" or "file" => 1,
        _ => 2,
    };
}
