using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling.Arguments;
using OpsPortal.Runbooks.Compiling.Kubectl;
using OpsPortal.Runbooks.Compiling.Parameters;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Docker;

/// <summary>The arguments of a verb, with what docker makes of them.</summary>
/// <param name="verb">As typed, e.g. <c>docker compose logs</c>.</param>
/// <param name="compose">Flags in front of a verb of compose; null for docker's own verbs.</param>
internal sealed class DockerArguments(string verb, ArgumentList list, ArgumentList? compose, CommandContext context)
{
    public const string Container = "docker.container", Image = "docker.image", Service = "docker.service", Volume = "docker.volume", Network = "docker.network";

    /// <summary>For a command within the command.</summary>
    public CommandContext Context => context;

    public string Verb => verb;

    public IReadOnlyList<string> Operands { get; } = list.Rest is null ? list.Operands : [.. list.Operands, .. list.Rest];

    /// <summary>The files that <c>-f</c> names in front of the verb.</summary>
    public IReadOnlyList<string> Files => [.. compose!.Values("file").Select(f => Text(f))];

    public string? Project => compose!.Value("project-name") is { } name ? Text(name, isName: true) : null;

    public bool Switch(string name) => list.Switch(name);

    public string? Value(string name, string kind = ParameterCollector.Text) => list.Value(name) is { } value ? Text(value, kind) : null;

    public IReadOnlyList<string> Values(string name) => [.. list.Values(name).Select(v => Text(v))];

    public IReadOnlyList<string> Names(string kind) => [.. Operands.Select(o => Text(o, kind, isName: true))];

    public string Text(string text, string kind = ParameterCollector.Text, bool isName = false) => context.Parameters.Take(text, kind, isName);

    /// <summary>A whole number or a place for one; <paramref name="word"/> is what may stand there besides.</summary>
    public string? Number(string name, out Verdict? wrong, string? word = null)
    {
        wrong = null;
        var value = list.Value(name) is { } given ? Text(given, "number", isName: true) : null;
        if (value is null || value == word || value.Contains(ParameterText.Open) || int.TryParse(value, out _)) return value;
        wrong = Invalid(DiagnosticCodes.InvalidValue, $"--{name} wants a whole number, and \"{value}\" is none");
        return null;
    }

    /// <summary>A moment, or how long ago: RFC 3339 or parts of it, seconds since 1970, a Go duration.</summary>
    public string? Moment(string name, out Verdict? wrong)
    {
        wrong = null;
        var value = Value(name);
        if (value is null || value.Contains(ParameterText.Open) || GoDuration.IsValid(value) || double.TryParse(value, out _) || DateTimeOffset.TryParse(value, out _)) return value;
        wrong = Invalid(DiagnosticCodes.InvalidValue, $"--{name} wants a time such as 2026-01-31T12:00:00Z, or how long ago, such as 10m, and \"{value}\" is neither");
        return null;
    }

    /// <summary>Null where the number of operands is right, else what docker would say.</summary>
    public Verdict? Wants(int least, int most, string what) =>
        Operands.Count >= least && Operands.Count <= most ? null : Invalid(DiagnosticCodes.InvalidArguments, $"{verb} wants {what}");

    public Verdict Invalid(string code, string reason)
    {
        context.Note(DiagnosticSeverity.Error, code, $"{ParameterText.Display(reason)}.");
        return Verdict.Manual(ParameterText.Display(reason));
    }
}
