using OpsPortal.Runbooks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Markdown;

public sealed class SectionsTests
{
    [Fact]
    public void The_first_heading_is_the_title_and_the_others_are_sections()
    {
        var runbook = RunbookCompiler.Compile("# Shop\n\n## Scaling\n\n### By hand\n\n## Backup\n");
        Assert.Equal("Shop", runbook.Title);
        Assert.Equal(["scaling", "scaling/by-hand", "backup"], runbook.Sections.Select(s => s.Id));
        Assert.Equal(["Scaling", "By hand"], runbook.Sections[1].Path);
        Assert.Equal([3, 5, 7], runbook.Sections.Select(s => s.Line));
    }

    [Fact]
    public void Equal_headings_get_numbers_and_their_children_follow()
    {
        var runbook = RunbookCompiler.Compile("# T\n## A\n### X\n## A\n### X\n## A\n");
        Assert.Equal(["a", "a/x", "a-2", "a-2/x", "a-3"], runbook.Sections.Select(s => s.Id));
    }

    [Fact]
    public void A_number_in_a_heading_is_no_part_of_its_id()
    {
        var runbook = RunbookCompiler.Compile("# T\n## 1. Acknowledge\n## Step 2: Assess\n");
        Assert.Equal(["acknowledge", "assess"], runbook.Sections.Select(s => s.Id));
    }

    [Fact]
    public void A_bold_line_is_a_heading_below_the_last_one()
    {
        var runbook = RunbookCompiler.Compile("# T\n## High latency\n\n**Symptoms:**\n- slow\n\n**Diagnosis:**\n```bash\nkubectl top pods\n```\n\n### Next\n");
        Assert.Equal(["high-latency", "high-latency/symptoms", "high-latency/diagnosis", "high-latency/next"], runbook.Sections.Select(s => s.Id));
        Assert.Equal([SectionRole.Symptoms, SectionRole.Diagnosis], runbook.Sections.Skip(1).Take(2).Select(s => s.Role));
        Assert.Equal(runbook.Sections[2].Id, Assert.Single(runbook.Steps).SectionId);
    }

    [Theory]
    [InlineData("Rollback Procedure", SectionRole.Rollback)]
    [InlineData("Escalation Path", SectionRole.Escalation)]
    [InlineData("Alert Severity Levels", SectionRole.Severity)]
    [InlineData("Emergency Contacts", SectionRole.Contacts)]
    [InlineData("Immediate actions", SectionRole.Resolution)]
    [InlineData("Planned Maintenance", SectionRole.Maintenance)]
    [InlineData("Troubleshooting", SectionRole.Diagnosis)]
    [InlineData("Meaning", SectionRole.Overview)]
    [InlineData("Unrelated", SectionRole.Other)]
    public void A_heading_tells_what_its_section_is_for(string heading, SectionRole role) =>
        Assert.Equal(role, Assert.Single(RunbookCompiler.Compile($"# T\n## {heading}\n").Sections).Role);

    [Fact]
    public void A_document_without_a_heading_is_called_by_its_file()
    {
        var runbook = RunbookCompiler.Compile("1. Wait\n", "shop");
        Assert.Equal("shop", runbook.Title);
        Assert.Contains(runbook.Diagnostics, d => d.Code == "RB0007");
    }
}
