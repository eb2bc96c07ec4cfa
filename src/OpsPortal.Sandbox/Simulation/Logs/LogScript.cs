using System.Text;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Logs;

/// <summary>The templates of a profile, ready to be drawn from.</summary>
internal sealed class LogScript
{
    private readonly (LogTemplate Template, double UpTo)[] lines, errors, debug;

    public LogScript(LogDefinition definition)
    {
        Definition = definition;
        Startup = [.. definition.Startup.Select(line => new LogTemplate(line, definition.Values))];
        lines = Weighted(definition.Lines);
        errors = Weighted(definition.Errors);
        debug = Weighted(definition.Debug);
    }

    public LogDefinition Definition { get; }
    public IReadOnlyList<LogTemplate> Startup { get; }

    /// <summary>Null where the profile has no lines at all.</summary>
    public string? Draw(StringBuilder line, in LogConditions at, in LogMoment moment, ref Dice dice)
    {
        var chance = dice.Share();
        if (chance < at.ErrorShare)
            return at.FailingDependency is { } failing && dice.Share() < 0.8
                ? new LogTemplate(failing, Definition.Values).Fill(line, moment, ref dice)
                : Pick(errors.Length > 0 ? errors : lines, line, moment, ref dice);
        return Pick(at.Debug && debug.Length > 0 && dice.Share() < 0.4 ? debug : lines, line, moment, ref dice);
    }

    private static string? Pick((LogTemplate Template, double UpTo)[] from, StringBuilder line, in LogMoment moment, ref Dice dice)
    {
        if (from.Length == 0) return null;
        var chance = dice.Share() * from[^1].UpTo;
        foreach (var (template, upTo) in from)
            if (chance < upTo) return template.Fill(line, moment, ref dice);
        return null;
    }

    private (LogTemplate, double)[] Weighted(IReadOnlyList<LogLineDefinition> definitions)
    {
        var sum = 0.0;
        return [.. definitions.Select(d => (new LogTemplate(d.Text, Definition.Values), sum += d.Weight))];
    }
}
