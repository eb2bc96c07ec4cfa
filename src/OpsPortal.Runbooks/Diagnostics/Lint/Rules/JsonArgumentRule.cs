using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>JSON without quotes around it: a shell takes its quotes away, and its blanks apart.</summary>
internal sealed partial class JsonArgumentRule : ILintRule
{
    public IEnumerable<Diagnostic> Check(LintStep step)
    {
        if (!step.Source.Contains("{\"", StringComparison.Ordinal) && !step.Source.Contains("{ \"", StringComparison.Ordinal)) yield break;
        foreach (Match argument in Bare().Matches(step.Source))
        {
            var json = argument.Groups["json"];
            yield return step.At(DiagnosticSeverity.Warning, DiagnosticCodes.UnquotedJson, "A shell takes the quotes out of this JSON, so the server gets something other. Put it in single quotes.",
                json.Index, json.Length, "Put it in single quotes", IsJson(json.Value) ? $"'{json.Value}'" : null);
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return !text.Contains('\'');
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"(?<=\s)(?:-d|--data|--data-raw|--data-binary|--json|-p|--patch)[ =]+(?<json>\{\s?""[^'\n]*\})(?=\s|$)")]
    private static partial Regex Bare();
}
