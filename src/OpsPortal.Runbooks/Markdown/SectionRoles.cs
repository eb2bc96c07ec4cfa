using System.Collections.Frozen;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>What a heading says its section is for. The first line that matches decides, so the order is part of the meaning:
/// "Rollback Procedure" is a rollback, "Escalation Procedures" an escalation.</summary>
internal static class SectionRoles
{
    private static readonly (SectionRole Role, string[] Beginnings)[] Table =
    [
        (SectionRole.Symptoms, ["symptom", "you will see", "what you see"]),
        (SectionRole.Escalation, ["escalat"]),
        (SectionRole.Severity, ["severit", "priorities", "priority level"]),
        (SectionRole.Contacts, ["contact"]),
        (SectionRole.Rollback, ["rollback", "roll back", "rolling back", "revert", "back out", "backout"]),
        (SectionRole.Prevention, ["prevent", "lessons", "post-incident", "post-mortem", "postmortem", "follow-up"]),
        (SectionRole.Verification, ["verif", "validat", "smoke test", "health check", "testing after", "confirm"]),
        (SectionRole.Diagnosis, ["diagnos", "investigat", "triage", "debug", "troubleshoot", "root cause", "assess", "identify"]),
        (SectionRole.Resolution, ["resol", "solution", "mitigat", "remed", "fix", "recover", "immediate", "short-term", "short term", "long-term", "long term"]),
        (SectionRole.Impact, ["impact"]),
        (SectionRole.Maintenance, ["maintenance"]),
        (SectionRole.Procedure, ["procedure", "step", "how to"]),
        (SectionRole.Overview, ["overview", "introduction", "summary", "purpose", "background", "about", "meaning", "description"]),
        (SectionRole.Reference, ["reference", "additional resources", "see also", "links", "glossary", "appendix", "structure", "template", "further reading"]),
        (SectionRole.Monitoring, ["monitor", "alert", "dashboard", "metric", "observab"]),
        (SectionRole.Procedure, ["deploy", "scal", "backup", "back up", "restore", "updat", "upgrad", "rotat", "migrat", "install", "restart", "creat", "promot"]),
    ];

    /// <summary>Beginnings by their first letter, with their place in the table.</summary>
    private static readonly FrozenDictionary<char, (int Rank, string Beginning)[]> ByLetter = Table
        .SelectMany((row, rank) => row.Beginnings.Select(beginning => (Rank: rank, Beginning: beginning)))
        .GroupBy(b => b.Beginning[0])
        .ToFrozenDictionary(g => g.Key, g => g.ToArray());

    public static SectionRole Of(string heading)
    {
        var best = Table.Length;
        for (var i = 0; i < heading.Length; i++)
        {
            if ((i > 0 && char.IsLetterOrDigit(heading[i - 1])) || !ByLetter.TryGetValue(char.ToLowerInvariant(heading[i]), out var beginnings)) continue;
            foreach (var (rank, beginning) in beginnings)
                if (rank < best && heading.AsSpan(i).StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                    best = rank;
        }
        return best < Table.Length ? Table[best].Role : SectionRole.Other;
    }
}
