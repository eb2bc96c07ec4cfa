using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Cli.Lint;

/// <summary>SARIF 2.1.0, the exchange format of static analysis results, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.</summary>
internal static class SarifFindings
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task WriteAsync(IReadOnlyList<Finding> findings, TextWriter stdout) =>
        await stdout.WriteLineAsync(Log(findings).ToJsonString(Indented));

    private static JsonObject Log(IReadOnlyList<Finding> findings)
    {
        List<string> codes = [.. findings.Select(f => f.Diagnostic.Code).Distinct().Order(StringComparer.Ordinal)];
        return new()
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "opsportal",
                        ["rules"] = new JsonArray([.. codes.Select(code => Rule(code, findings.First(f => f.Diagnostic.Code == code)))]),
                    },
                },
                // as the compiler counts columns
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. findings.Select(f => Result(f, codes.IndexOf(f.Diagnostic.Code)))]),
            }),
        };
    }

    private static JsonObject Rule(string code, Finding first)
    {
        var page = $"docs/diagnostics/{code}.md";
        var title = DiagnosticTitles.Of(code);
        return new()
        {
            ["id"] = code,
            ["shortDescription"] = new JsonObject { ["text"] = title },
            ["helpUri"] = page,
            ["help"] = new JsonObject { ["text"] = $"{title}. {page} says how to mend it.", ["markdown"] = $"{title}. [{code}]({page}) says how to mend it." },
            ["defaultConfiguration"] = new JsonObject { ["level"] = Level(first) },
        };
    }

    private static JsonObject Result(Finding finding, int rule)
    {
        var (file, diagnostic) = finding;
        var region = new JsonObject { ["startLine"] = diagnostic.Line, ["startColumn"] = diagnostic.Column };
        if (diagnostic.EndColumn is { } end) region["endColumn"] = end;
        var result = new JsonObject
        {
            ["ruleId"] = diagnostic.Code,
            ["ruleIndex"] = rule,
            ["level"] = Level(finding),
            ["message"] = new JsonObject { ["text"] = diagnostic.Message },
            ["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = new JsonObject { ["artifactLocation"] = Artifact(file), ["region"] = region } }),
        };
        if (diagnostic.Fix is { } fix) result["fixes"] = new JsonArray(Fix(file, fix));
        return result;
    }

    private static JsonObject Fix(string file, DiagnosticFix fix) => new()
    {
        ["description"] = new JsonObject { ["text"] = fix.Title },
        ["artifactChanges"] = new JsonArray(new JsonObject
        {
            ["artifactLocation"] = Artifact(file),
            ["replacements"] = new JsonArray(new JsonObject
            {
                ["deletedRegion"] = new JsonObject { ["startLine"] = fix.Line, ["startColumn"] = fix.Column, ["endLine"] = fix.Line, ["endColumn"] = fix.Column + fix.Find.Length },
                ["insertedContent"] = new JsonObject { ["text"] = fix.Replace },
            }),
        }),
    };

    private static string Level(Finding finding) => finding.Diagnostic.Severity switch { DiagnosticSeverity.Error => "error", DiagnosticSeverity.Warning => "warning", _ => "note" };

    private static JsonObject Artifact(string path) => new() { ["uri"] = Uri(path) };

    private static string Uri(string path) =>
        Path.IsPathRooted(path) ? new Uri(Path.GetFullPath(path)).AbsoluteUri : string.Join('/', path.Replace('\\', '/').Split('/').Select(System.Uri.EscapeDataString));
}
