using System.Text.RegularExpressions;
using Xunit;

namespace OpsPortal.Tests.Architecture;

/// <summary>Capabilities are folders; what keeps them apart is that they may only know those below them.</summary>
public class CapabilityOrderTests
{
    /// <summary>Each capability and those it may name. Storage maps them all and everybody stores; Frame shows them all.</summary>
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["Secrets"] = [],
        ["Access"] = ["Audit"],
        ["Audit"] = ["Access", "Secrets"],
        ["Systems"] = ["Access", "Audit"],
        ["Environments"] = ["Access", "Audit", "Secrets"],
        ["Executions"] = ["Access", "Audit", "Environments", "Secrets", "Systems", "Runbooks"],
        ["Runbooks"] = ["Access", "Audit", "Environments", "Secrets", "Systems"],
        ["Incidents"] = ["Access", "Audit", "Environments", "Secrets", "Systems", "Runbooks", "Executions"],
        ["Checks"] = ["Access", "Audit", "Secrets", "Systems", "Environments", "Runbooks", "Executions", "Incidents", "OnCall"],
        ["Sandbox"] = ["Access", "Audit", "Environments", "Systems", "Runbooks", "Checks", "Maintenance", "Rehearsals", "Schedules", "StatusPage"],
        ["Health"] = [],
        ["StatusPage"] = ["Access", "Audit", "Secrets", "Systems", "Environments", "Runbooks", "Executions", "Incidents", "OnCall", "Checks", "Maintenance"],
        ["Recurring"] = [],
        ["Maintenance"] = ["Access", "Audit", "Secrets", "Systems", "Environments", "Runbooks", "Executions", "Incidents", "OnCall", "Checks", "Recurring"],
        ["Schedules"] = ["Access", "Audit", "Secrets", "Systems", "Environments", "Runbooks", "Executions", "OnCall", "Recurring"],
        ["Rehearsals"] = ["Access", "Audit", "Secrets", "Systems", "Environments", "Runbooks", "Executions", "OnCall", "Recurring", "Schedules"],
        ["OnCall"] = ["Access", "Audit", "Secrets", "Systems", "Environments", "Executions", "Runbooks", "Incidents"],
    };

    [Fact]
    public void A_capability_names_only_those_it_may_know()
    {
        List<string> wrong = [];
        foreach (var (capability, allowed) in MayKnow)
            foreach (var file in SourceTree.Files($"src/OpsPortal/{capability}", ".cs").Where(f => !Shows(f)))
                foreach (Match named in Regex.Matches(File.ReadAllText(file), @"^using OpsPortal\.(\w+)", RegexOptions.Multiline))
                    if (MayKnow.ContainsKey(named.Groups[1].Value) && named.Groups[1].Value != capability && !allowed.Contains(named.Groups[1].Value))
                        wrong.Add($"{capability} may not know {named.Groups[1].Value}: {Path.GetRelativePath(SourceTree.Root, file)}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Pages and what they are made of may show what several capabilities know.</summary>
    private static bool Shows(string file) => Path.GetFileName(file) is var name
        && (name.EndsWith(".razor.cs", StringComparison.Ordinal) || name.Contains("Page.", StringComparison.Ordinal) || name.EndsWith("View.cs", StringComparison.Ordinal));

    [Fact]
    public void Every_capability_has_its_place_in_the_order()
    {
        string[] belowAll = ["Storage", "Frame", "Properties", "bin", "obj", "wwwroot"];
        var folders = Directory.GetDirectories(Path.Combine(SourceTree.Root, "src/OpsPortal")).Select(Path.GetFileName);
        Assert.Empty(folders.Except(belowAll).Except(MayKnow.Keys));
    }

    [Fact]
    public void The_language_knows_neither_clock_nor_files_nor_network()
    {
        string[] outside = ["System.Net", "System.IO", "TimeProvider", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore", "Environment.Get", "Process."];
        var wrong = SourceTree.Files("src/OpsPortal.Runbooks", ".cs")
            .SelectMany(f => File.ReadLines(f).Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal) && outside.Any(l.Contains)).Select(l => $"{Path.GetFileName(f)}: {l.Trim()}"));
        Assert.Empty(wrong);
    }
}
