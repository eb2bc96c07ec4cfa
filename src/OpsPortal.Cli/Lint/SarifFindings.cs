using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Cli.Lint;

/// <summary>SARIF 2.1.0, the exchange format of static analysis results.</summary>
internal static class SarifFindings
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task WriteAsync(IReadOnlyList<Finding> findings, TextWriter stdout) =>
        await stdout.WriteLineAsync(Log(findings).ToJsonString(Indented));

    private static JsonObject Log(IReadOnlyList<Finding> findings) => new()
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject { ["driver"] = new JsonObject { ["name"] = "opsportal", ["rules"] = Rules(findings) } },
            ["results"] = new JsonArray([.. findings.Select(Result)]),
        }),
    };

    private static JsonArray Rules(IReadOnlyList<Finding> findings) =>
        new([.. findings.Select(f => f.Diagnostic.Code).Distinct().Order(StringComparer.Ordinal).Select(code => new JsonObject { ["id"] = code })]);

    private static JsonObject Result(Finding finding) => new()
    {
        ["ruleId"] = finding.Diagnostic.Code,
        ["level"] = finding.Diagnostic.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "note" },
        ["message"] = new JsonObject { ["text"] = finding.Diagnostic.Message },
        ["locations"] = new JsonArray(new JsonObject
        {
            ["physicalLocation"] = new JsonObject
            {
                ["artifactLocation"] = new JsonObject { ["uri"] = Uri(finding.File) },
                ["region"] = new JsonObject { ["startLine"] = finding.Diagnostic.Line, ["startColumn"] = finding.Diagnostic.Column },
            },
        }),
    };

    private static string Uri(string path) => string.Join('/', path.Replace('\\', '/').Split('/').Select(System.Uri.EscapeDataString));
}
