namespace OpsPortal.Runbooks.Markdown.Steps;

/// <summary>The runbook's parameters: one name is one parameter, whatever steps use it.</summary>
internal sealed class ParameterSet
{
    private readonly OrderedDictionary<string, Parameter> parameters = new(StringComparer.Ordinal);

    /// <summary>What the document gives several values in turn; none of them is offered.</summary>
    private readonly HashSet<string> contradicted = [];

    public IReadOnlyList<Parameter> All => [.. parameters.Values];

    /// <summary>The most specific kind wins (the first of equals), and one mention as a secret is enough.</summary>
    public void Add(Parameter parameter)
    {
        if (!parameters.TryGetValue(parameter.Name, out var known)) parameters.Add(parameter.Name, parameter);
        else
        {
            var secret = known.Secret || parameter.Secret;
            if (known.Default is { } one && parameter.Default is { } other && one != other) contradicted.Add(parameter.Name);
            parameters[parameter.Name] = new(known.Name, Specificity(parameter.Kind) > Specificity(known.Kind) ? parameter.Kind : known.Kind, secret)
            {
                Default = secret || contradicted.Contains(parameter.Name) ? null : known.Default ?? parameter.Default,
            };
        }
    }

    private static int Specificity(string kind) => kind switch
    {
        "text" => 0,
        "number" or "url" or "file" => 1,
        _ => 2,
    };
}
