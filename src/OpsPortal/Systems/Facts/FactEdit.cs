namespace OpsPortal.Systems.Facts;

/// <summary>Decides what becomes of a fact that people change.</summary>
internal static class FactEdit
{
    public static Result<FactState> Apply(FactRule rule, FactState before, FactChange change)
    {
        var (byHand, choices) = (before.ByHand.ToDictionary(), before.Choices.ToDictionary());
        foreach (var name in change.UseRunbook)
        {
            if (rule.Field(name) is null) return Unknown(rule, name);
            byHand.Remove(name);
            choices.Remove(name);
        }
        foreach (var (name, runbook) in change.Choose)
        {
            if (rule.Field(name) is null) return Unknown(rule, name);
            if (before.Origins.FirstOrDefault(o => o.Runbook == runbook && o.Says.ContainsKey(name)) is not { } origin)
                return Problem.Invalid($"The runbook {runbook} says nothing of {rule.Field(name)!.Label}; those that do are {string.Join(", ", before.Origins.Where(o => o.Says.ContainsKey(name)).Select(o => o.Runbook))}.", name);
            byHand.Remove(name);
            choices[name] = origin.RunbookId;
        }
        foreach (var (name, written) in change.Set)
        {
            if (rule.Field(name) is not { } field) return Unknown(rule, name);
            var read = FieldText.Read(field, written ?? "");
            if (!read.Succeeded) return read.Problem;
            if ((before.Value(name) ?? "") == read.Value && !change.UseRunbook.Contains(name)) continue;
            if (Fixed(rule, field, before)) return Problem.Invalid($"{field.Label} is what the runbook calls it. Change it there, or add another {rule.Noun}.", name);
            // What the runbook says anyway needs no hand.
            if ((before.Said(name) ?? "") == read.Value) byHand.Remove(name);
            else byHand[name] = read.Value;
        }
        return before with { ByHand = byHand, Choices = choices };
    }

    /// <summary>An alert is looked up by its name, and what a runbook says of a contact is no place to write.</summary>
    public static bool Fixed(FactRule rule, FieldRule field, FactState state) =>
        field.FromRunbook || (rule.Kind == FactKind.Alert && field.Name == rule.NameField && state.Origins.Count + state.ByHand.Count > 0);

    private static Problem Unknown(FactRule rule, string name) => Problem.Invalid($"A {rule.Noun} has no {name}; it has {string.Join(", ", rule.Fields.Select(f => f.Name))}.", name);
}
