using OpsPortal.Runbooks;
using Xunit;

namespace OpsPortal.Tests.Runbooks.Markdown;

public sealed class StepsTests
{
    [Fact]
    public void A_command_in_a_numbered_item_takes_the_items_sentence_as_its_title()
    {
        var step = Assert.Single(RunbookCompiler.Compile("# T\n\n1. Restart it if needed: `kubectl delete pod -n shop <pod-name>`\n").Steps);
        Assert.Equal("Restart it if needed", step.Title);
        Assert.Equal("kubectl delete pod -n shop <pod-name>", step.Source);
        Assert.Equal(3, step.Line);
    }

    [Fact]
    public void A_numbered_item_without_a_command_is_for_a_persons_hands()
    {
        var steps = RunbookCompiler.Compile("# T\n\n1. **Communicate** to the team\n2. Restart the modem\n").Steps;
        Assert.Equal(["Communicate to the team", "Restart the modem"], steps.Select(s => s.Title));
        Assert.All(steps, s => Assert.Equal(StepMode.Manual, s.Mode));
        Assert.All(steps, s => Assert.NotNull(s.ManualReason));
    }

    [Fact]
    public void A_label_with_a_fence_below_is_the_title_of_its_only_command()
    {
        var runbook = RunbookCompiler.Compile("# T\n\n1. **Check pods**\n   ```bash\n   kubectl get pods\n   ```\n2. **Run it**\n\n```bash\nkubectl apply -f x.yaml\n```\n");
        Assert.Equal(["Check pods", "Run it"], runbook.Steps.Select(s => s.Title));
        Assert.Equal([5, 10], runbook.Steps.Select(s => s.Line));
        Assert.All(runbook.Sections.SelectMany(s => s.Blocks), b => Assert.IsType<StepPlace>(b));
    }

    [Theory]
    [InlineData("    kubectl get pods\n")]
    [InlineData("~~~sh\nkubectl get pods\n~~~\n")]
    [InlineData("> ```console\n> kubectl get pods\n> ```\n")]
    [InlineData("- x\n  - y\n\n    ```\n    kubectl get pods\n    ```\n")]
    [InlineData("```{.bash}\nkubectl get pods\n")]
    [InlineData("```text\n$ kubectl get pods\nNAME   READY\n```\n")]
    [InlineData("| Check | Command |\n|---|---|\n| Pods | `kubectl get pods` |\n")]
    [InlineData("Look with `kubectl get pods` first.\n")]
    [InlineData("- [ ] Pods: `kubectl get pods`\n")]
    public void A_command_is_found_wherever_it_stands(string markdown) =>
        Assert.Equal("kubectl get pods", Assert.Single(RunbookCompiler.Compile($"# T\n\n{markdown}").Steps).Source.Trim());

    [Theory]
    [InlineData("```yaml\nkind: Pod\n```\n")]
    [InlineData("```\nHotline: +1-555\nSlack: #ops\n```\n")]
    [InlineData("```python\nimport os\n```\n")]
    [InlineData("```\nTTL=7200\n```\n")]
    [InlineData("```bash\napiVersion: v1\nkind: Pod\n```\n")]
    public void A_fence_without_commands_is_a_listing(string markdown)
    {
        var runbook = RunbookCompiler.Compile($"# T\n\n{markdown}");
        Assert.Empty(runbook.Steps);
        Assert.Contains(runbook.Sections.SelectMany(s => s.Blocks), b => b is Listing);
    }

    [Theory]
    [InlineData("See `kubectl` for more.\n")]
    [InlineData("Never use `kubectl delete`.\n")]
    [InlineData("The metric `rate(http_requests_total[5m])` grows.\n")]
    public void A_word_in_backticks_is_no_command(string markdown) => Assert.Empty(RunbookCompiler.Compile($"# T\n\n{markdown}").Steps);

    [Fact]
    public void Ids_survive_edits_elsewhere()
    {
        const string Section = "## B\n\n```bash\nkubectl get pods\n```\n\n1. Wait\n2. Wait\n";
        var before = RunbookCompiler.Compile($"# T\n\n{Section}");
        var after = RunbookCompiler.Compile($"# Other\n\n## A\n\n```bash\nkubectl get nodes\n```\n\n{Section}\n## C\n\n1. Wait\n");
        Assert.Equal(before.Steps.Select(s => s.Id), after.Steps.Where(s => s.SectionId == "b").Select(s => s.Id));
        Assert.Equal(3, before.Steps.Select(s => s.Id).Distinct().Count());
    }

    [Fact]
    public void Json_after_its_announcement_is_what_to_expect()
    {
        var runbook = RunbookCompiler.Compile("# T\n\n```bash\ncurl http://x/health\n```\n\n**Expected Response:**\n\n```json\n{ \"status\": \"ok\" }\n```\n");
        var step = Assert.Single(runbook.Steps);
        Assert.Equal("json", step.Expectation?.Kind);
        Assert.Equal("{ \"status\": \"ok\" }", step.Expectation?.Text);
        Assert.DoesNotContain(runbook.Sections.SelectMany(s => s.Blocks), b => b is Listing);
    }

    [Fact]
    public void A_forgotten_closing_fence_costs_only_itself()
    {
        var runbook = RunbookCompiler.Compile("# T\n\n```bash\nkubectl get pods\n\n## Next\n\nSome words.\n\n```bash\nkubectl get nodes\n```\n");
        Assert.Equal(["kubectl get pods", "kubectl get nodes"], runbook.Steps.Select(s => s.Source.Trim()));
        Assert.Equal([4, 11], runbook.Steps.Select(s => s.Line));
        Assert.Contains(runbook.Diagnostics, d => d is { Code: "RB0006", Line: 3 });
    }
}
