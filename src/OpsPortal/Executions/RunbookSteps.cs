using OpsPortal.Runbooks;

namespace OpsPortal.Executions;

/// <summary>The steps of the library's runbooks.</summary>
public sealed class RunbookSteps(RunbookLibrary library) : IRunbookSource
{
    public async Task<Result<RunnableStep>> FindAsync(string runbook, string step, CancellationToken cancellation)
    {
        if (await library.FindAsync(runbook, cancellation) is not { } edition) return RunbookLibrary.Missing(runbook);
        return edition.Compiled.Steps.FirstOrDefault(s => s.Id == step) is { } found
            ? Runnable(edition, found)
            : Problem.NotFound($"The runbook {runbook} has no step {step} any more; reload the page to see it as it is now.");
    }

    public async Task<Result<IReadOnlyList<RunnableStep>>> FindSectionAsync(string runbook, string section, CancellationToken cancellation)
    {
        if (await library.FindAsync(runbook, cancellation) is not { } edition) return RunbookLibrary.Missing(runbook);
        if (edition.Compiled.Sections.All(s => s.Id != section))
            return Problem.NotFound($"The runbook {runbook} has no section {section} any more; reload the page to see it as it is now.");
        return new List<RunnableStep>(edition.Compiled.Steps.Where(s => s.SectionId == section).Select(s => Runnable(edition, s)));
    }

    private static RunnableStep Runnable(RunbookEdition edition, Step step) => new(
        step, [.. edition.Compiled.Parameters.Where(p => step.Parameters.Contains(p.Name))], edition.Runbook.Id, edition.Version.Number, edition.Runbook.System?.DefaultNamespace)
    {
        System = edition.Runbook.System?.Slug,
        CapturesSecret = step.Captures is { } name && edition.Compiled.Parameters.Any(p => p.Name == name && p.Secret),
    };
}
