using System.Text;
using System.Text.RegularExpressions;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Maintenance.Planning;

/// <summary>
/// A plan's checklist as people edit it: <c># phase [gate]</c>, <c>- item</c>, <c>- item {runbook#step}</c>, with <c>[in order]</c>, <c>[signed]</c> for a
/// step that a person signs as well, <c>[two people]</c>. A gate may name who keeps it: <c>[gate: Ann]</c>.
/// </summary>
public static partial class PlanText
{
    /// <param name="people">Whom a gate may name.</param>
    public static Result<IReadOnlyList<PhaseForm>> Read(string? text, IReadOnlyCollection<PlanPerson> people)
    {
        List<PhaseForm> phases = [];
        foreach (var line in (text ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith('#'))
            {
                var heading = Phase(line.TrimStart('#').Trim(), people);
                if (!heading.Succeeded) return heading.Problem;
                phases.Add(heading.Value);
                continue;
            }
            if (phases.Count == 0) phases.Add(new("During", PhaseKind.During, false, null, []));
            if (Item(Bullet().Replace(line, "")) is { } item) phases[^1] = phases[^1] with { Items = [.. phases[^1].Items, item] };
        }
        return phases.FindAll(p => p.Items.Count > 0);
    }

    public static string Write(IEnumerable<PhaseForm> phases, IReadOnlyCollection<PlanPerson> people)
    {
        var text = new StringBuilder();
        foreach (var phase in phases)
        {
            text.Append(text.Length > 0 ? "\n# " : "# ").Append(phase.Name);
            if (phase.Gate) text.Append(people.FirstOrDefault(p => p.Id == phase.Keeper) is { } keeper ? $" [gate: {keeper.Name}]" : " [gate]");
            text.Append('\n');
            foreach (var item in phase.Items)
            {
                text.Append("- ").Append(item.Text);
                if (item.Step is not null) text.Append($" {{{item.Runbook}#{item.Step}}}");
                if (item.Ordered) text.Append(" [in order]");
                if (item.Signatures == 2) text.Append(" [two people]");
                else if (item.Step is not null && item.Signatures == 1) text.Append(" [signed]");
                text.Append('\n');
            }
        }
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>As the checklists of runbooks have it; what the runbook made a step stays one.</summary>
    public static IReadOnlyList<PhaseForm> Of(IEnumerable<ChecklistPhase> phases) =>
        [.. phases.Select(p => new PhaseForm(p.Name.Length == 0 ? "During" : p.Name, null, false, null, [.. p.Items.Select(i => new ItemForm(i.Text, i.Runbook, i.Step))]))];

    private static Result<PhaseForm> Phase(string heading, IReadOnlyCollection<PlanPerson> people)
    {
        if (Gate().Match(heading) is not { Success: true } gate) return new PhaseForm(heading.Length == 0 ? "During" : heading, null, false, null, []);
        var (name, keeper) = (heading[..gate.Index].Trim(), gate.Groups[1].Value.Trim());
        if (keeper.Length == 0) return new PhaseForm(name, null, true, null, []);
        var found = people.Where(p => p.Name.Equals(keeper, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0) found = [.. people.Where(p => p.Name.StartsWith(keeper, StringComparison.OrdinalIgnoreCase))];
        return found is [var one] ? new PhaseForm(name, null, true, one.Id, [])
            : Problem.Invalid($"The gate after \"{name}\" names {keeper}, who is {(found.Count == 0 ? "nobody here" : "several people")}. Write the whole name, or [gate] alone for the owner.", "phases");
    }

    private static ItemForm? Item(string line)
    {
        var (ordered, signed, two) = (false, false, false);
        while (Mark().Match(line) is { Success: true } mark)
        {
            line = line[..mark.Index].TrimEnd();
            var word = mark.Groups[1].Value.ToLowerInvariant();
            (ordered, signed, two) = (ordered || word == "in order", signed || word == "signed", two || word == "two people");
        }
        int? signatures = two ? 2 : signed ? 1 : null;
        if (Reference().Match(line) is { Success: true } step) return new(line[..step.Index].TrimEnd() is { Length: > 0 } text ? text : step.Groups[2].Value, step.Groups[1].Value, step.Groups[2].Value, null, signatures, ordered);
        return line.Length == 0 ? null : new(line, null, null, null, signatures, ordered);
    }

    [GeneratedRegex(@"^[-*]\s*(\[[ xX]?\]\s*)?")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"\{([a-z0-9-]+)#([^{}\s]+)\}$")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\[(in order|signed|two people)\]$", RegexOptions.IgnoreCase)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\[gate(?::([^\]]*))?\]$", RegexOptions.IgnoreCase)]
    private static partial Regex Gate();
}
