using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Running;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Outcomes;

/// <summary>Keeps the views of one execution: redacted, bounded, guarded by the claim. A view that is too large is left out; the text is there.</summary>
internal sealed class ResultViewStore(IDbContextFactory<OpsPortalDbContext> contexts, Claim claim, IRedaction redaction)
{
    private const int MostBytes = 4 * 1024 * 1024;
    private const int MostViews = 20;

    public async ValueTask ShowAsync(ResultView view, CancellationToken cancellation)
    {
        var clean = Clean(view);
        if (JsonSerializer.SerializeToUtf8Bytes(clean, StoredJson.Options).Length > MostBytes) return;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.Executions.AnyAsync(e => e.Id == claim.ExecutionId && e.ClaimId == claim.Id && e.State == ExecutionState.Running, cancellation)) throw new ClaimLostException();
        var count = await db.ExecutionViews.CountAsync(v => v.ExecutionId == claim.ExecutionId, cancellation);
        if (count >= MostViews) return;
        db.ExecutionViews.Add(new() { ExecutionId = claim.ExecutionId, N = count + 1, View = clean });
        await db.SaveChangesAsync(cancellation);
    }

    private ResultView Clean(ResultView view) => view switch
    {
        ResultGrid grid => grid with
        {
            Title = Text(grid.Title),
            Columns = [.. grid.Columns.Select(c => c with { Name = Text(c.Name)! })],
            Rows = [.. grid.Rows.Select(row => (IReadOnlyList<string?>)[.. row.Select(Text)])],
        },
        ResultPlot plot => plot with { Title = Text(plot.Title), Series = [.. plot.Series.Select(s => s with { Name = Text(s.Name)! })] },
        _ => view,
    };

    private string? Text(string? text) => text is null ? null : string.Join('\n', text.Split('\n').Select(redaction.Redact)).Replace("\0", "");
}
