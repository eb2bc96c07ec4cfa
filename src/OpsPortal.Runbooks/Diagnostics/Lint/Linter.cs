using OpsPortal.Runbooks.Diagnostics.Lint.Rules;
using OpsPortal.Runbooks.Documents;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Diagnostics.Lint;

/// <summary>Asks every rule of every step that is a command.</summary>
internal static class Linter
{
    private static readonly ILintRule[] Rules =
    [
        new RemovedResourceRule(), new RemovedFlagRule(), new PatchRule(), new LogsTailRule(), new DeletionRule(), new NamespaceRule(), new ImageTagRule(), new ExecDashesRule(),
        new RenamedColumnRule(), new RenamedFunctionRule(), new DatabaseAsTableRule(), new StatementRule(),
        new PromQlRule(), new RedisKeysRule(), new ComposeRule(), new TlsRule(), new UrlRule(), new ForeignPortRule(), new JsonArgumentRule(), new RemovalRule(),
    ];

    /// <param name="text">The document as it was compiled.</param>
    /// <param name="statementOf">The command of a step; null for a step of words.</param>
    public static IReadOnlyList<Step> Check(string text, IReadOnlyList<Step> steps, Func<Step, Statement?> statementOf)
    {
        var document = new LintDocument(text);
        List<(int Index, LintStep Step)> commands = [];
        for (var i = 0; i < steps.Count; i++)
            if (statementOf(steps[i]) is { } statement and not Unparsed)
            {
                var step = new LintStep(steps[i], statement, document);
                document.Learn(step);
                commands.Add((i, step));
            }
        var result = steps.ToArray();
        foreach (var (index, step) in commands)
        {
            List<Diagnostic>? found = null;
            foreach (var rule in Rules)
                foreach (var diagnostic in rule.Check(step)) (found ??= []).Add(diagnostic);
            if (found is not null) result[index] = step.Step with { Diagnostics = Merge(step.Step.Diagnostics, found) };
        }
        return result;
    }

    /// <summary>What concerns alert rules and manifests, which are no steps.</summary>
    public static IEnumerable<Diagnostic> Check(IReadOnlyList<Section> sections, IReadOnlyList<AlertRule> rules)
    {
        foreach (var rule in rules)
            foreach (var (severity, code, message, _, _) in PromQlRule.Problems(rule.Expression))
                yield return new(severity, code, $"{rule.Name}: {message}", rule.Line);
        foreach (var listing in sections.SelectMany(s => s.Blocks).OfType<Listing>())
            foreach (var diagnostic in ApiVersions.In(listing)) yield return diagnostic;
    }

    /// <summary>Where the compiler noticed the same already, the one that says where it stands and how it is mended is kept.</summary>
    private static List<Diagnostic> Merge(IReadOnlyList<Diagnostic> known, List<Diagnostic> found) =>
        [.. known.Where(k => !found.Exists(f => f.Code == k.Code || Same(k.Code, f.Code) || (f.Code == DiagnosticCodes.RemovedFlag && k.Code is DiagnosticCodes.UnknownFlag or DiagnosticCodes.UnsupportedFlag && Flag(f) is { } flag && k.Message.Contains(flag, StringComparison.Ordinal)))), .. found];

    private static bool Same(string known, string found) => (known, found) is
        (DiagnosticCodes.AnyCertificate, DiagnosticCodes.InsecureTls) or (DiagnosticCodes.AddressNotEncoded, DiagnosticCodes.UnencodedQuery) or (DiagnosticCodes.BrokenJsonBody, DiagnosticCodes.UnquotedJson);

    private static string? Flag(Diagnostic diagnostic) => diagnostic.Message.Split(' ').FirstOrDefault(w => w.StartsWith("--", StringComparison.Ordinal))?.TrimEnd(',', '.');
}
