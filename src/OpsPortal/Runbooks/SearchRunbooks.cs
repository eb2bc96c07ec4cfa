using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Runbooks;

/// <summary>Finds runbooks by words in their text, by alert, by system.</summary>
public sealed class SearchRunbooks(IDbContextFactory<OpsPortalDbContext> storage, SystemQueries systems)
{
    /// <param name="words">Every one must occur, anywhere in title, address, system, alerts or text.</param>
    /// <param name="alert">Name of an alert, whole: finds where the systems say that it is answered.</param>
    public async Task<IReadOnlyList<RunbookSummary>> InvokeAsync(string? words, string? alert, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var found = from r in db.Runbooks.AsNoTracking()
                    join v in db.RunbookVersions on new { RunbookId = r.Id, Number = r.CurrentVersion } equals new { v.RunbookId, v.Number }
                    select new { Runbook = r, r.System, v.Text };
        foreach (var word in (words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var pattern = $"%{Escape(word)}%";
            found = found.Where(f => EF.Functions.ILike(f.Runbook.Title, pattern, "\\") || EF.Functions.ILike(f.Runbook.Slug, pattern, "\\")
                || EF.Functions.ILike(f.System!.Name, pattern, "\\") || EF.Functions.ILike(f.Text, pattern, "\\"));
        }
        IReadOnlyList<AlertPlace> places = [];
        if (!string.IsNullOrWhiteSpace(alert))
        {
            places = await systems.FindAlertAsync(alert, cancellation);
            var answering = places.Select(p => p.Runbook).OfType<string>().ToList();
            found = found.Where(f => answering.Contains(f.Runbook.Slug));
        }
        var rows = await found.OrderBy(f => f.System!.Name).ThenBy(f => f.Runbook.Title).Take(200)
            .Select(f => new RunbookSummary(f.Runbook.Id, f.Runbook.Slug, f.Runbook.Title, f.System!.Slug, f.System!.Name, f.Runbook.Steps, f.Runbook.UpdatedAt, f.Runbook.Alerts))
            .ToListAsync(cancellation);
        return [.. rows.Select(r => r with { Answer = places.FirstOrDefault(p => p.Runbook == r.Slug) })];
    }

    private static string Escape(string word) => word.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}

/// <summary>A row of the list.</summary>
public sealed record RunbookSummary(Guid Id, string Slug, string Title, string System, string SystemName, int Steps, DateTimeOffset UpdatedAt, IReadOnlyList<string> Alerts)
{
    /// <summary>Where in it the alert is answered that was asked for; null where none was.</summary>
    public AlertPlace? Answer { get; init; }
}
