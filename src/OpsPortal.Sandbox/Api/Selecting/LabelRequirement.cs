namespace OpsPortal.Sandbox.Api.Selecting;

internal enum LabelOperator { In, NotIn, Exists, DoesNotExist, GreaterThan, LessThan }

internal sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>A label that is missing satisfies <c>NotIn</c>, as in Kubernetes.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.In => has && Values.Contains(value),
            LabelOperator.NotIn => !has || !Values.Contains(value),
            LabelOperator.Exists => has,
            LabelOperator.DoesNotExist => !has,
            LabelOperator.GreaterThan => has && long.TryParse(value, out var number) && long.TryParse(Values[0], out var limit) && number > limit,
            _ => has && long.TryParse(value, out var number) && long.TryParse(Values[0], out var limit) && number < limit,
        };
    }
}
