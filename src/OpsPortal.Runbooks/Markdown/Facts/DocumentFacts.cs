using OpsPortal.Runbooks.Documents;

namespace OpsPortal.Runbooks.Markdown.Facts;

/// <summary>What a document tells besides what to do, read from its sections when they are complete.</summary>
internal sealed record DocumentFacts(
    IReadOnlyList<AlertRule> AlertRules,
    IReadOnlyList<Threshold> Thresholds,
    IReadOnlyList<Contact> Contacts,
    IReadOnlyList<DocumentLink> Links,
    IReadOnlyList<MaintenanceWindow> Windows,
    IReadOnlyList<EscalationLevel> Escalation)
{
    public static DocumentFacts Of(IReadOnlyList<Section> sections, IReadOnlyList<Step> steps)
    {
        List<AlertRule> rules = [];
        List<Threshold> thresholds = [];
        List<Contact> contacts = [];
        List<DocumentLink> links = [];
        List<MaintenanceWindow> windows = [];
        List<EscalationLevel> levels = [];
        var bySection = steps.ToLookup(s => s.SectionId);
        foreach (var section in sections)
        {
            List<ProseLine> lines = [.. ProseLine.Of(section)];
            foreach (var listing in section.Blocks.OfType<Listing>()) rules.AddRange(AlertRuleReader.In(listing));
            thresholds.AddRange(ThresholdReader.In(section, lines));
            contacts.AddRange(ContactReader.In(section, lines));
            links.AddRange(LinkReader.In(section, lines, bySection[section.Id]));
            if (MaintenanceReader.In(section, lines, bySection[section.Id]) is { } window) windows.Add(window);
            if (EscalationReader.In(section, lines) is { } level) levels.Add(level);
        }
        return new(rules, thresholds, contacts, links, windows, levels);
    }
}
