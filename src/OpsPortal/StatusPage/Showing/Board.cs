using System.Collections.Concurrent;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.StatusPage.Showing;

/// <summary>
/// The pages as they are shown right now. Whoever asks gets what is kept and waits for nothing; it is read again as soon as something
/// was published, and now and then in case nobody heard of it. While the database is away, the last known state stays and says so.
/// </summary>
public sealed class Board(ReadPages read, KeptPages kept, ILiveBus bus, TimeProvider time, ILogger<Board> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15), Patience = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim turn = new(1);
    private volatile Shown shown = new([], null);

    /// <summary>What is shown.</summary>
    /// <param name="Away">Since when live data cannot be read; null where it can.</param>
    public sealed record Shown(IReadOnlyList<PageView> Pages, DateTimeOffset? Away)
    {
        private const int MostKept = 2_000;
        private readonly ConcurrentDictionary<string, Rendered> rendered = new(StringComparer.Ordinal);

        /// <summary>Made once for as long as this is what is shown; no two states share it.</summary>
        public async ValueTask<Rendered> OnceAsync(string key, Func<Task<Rendered>> make)
        {
            if (rendered.TryGetValue(key, out var known)) return known;
            var made = await make();
            // Whoever asks for thousands of addresses fills no memory.
            return rendered.Count < MostKept ? rendered.GetOrAdd(key, made) : made;
        }

        public PageView? Find(string? slug) => slug is null ? Pages.FirstOrDefault(p => p.IsDefault) : Pages.FirstOrDefault(p => p.Slug == slug);
    }

    public Shown Now => shown;

    /// <summary>Reads again. Never throws for a database that is away.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            var pages = await read.AllAsync(either.Token);
            if (shown.Away is not null && shown.Pages.Count > 0) log.LogInformation("Status pages show live data again");
            shown = new(pages, null);
            kept.Write(pages);
        }
        catch (Exception e) when (DatabaseTrouble.Passes(e) || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            if (shown.Away is null) log.LogWarning("Status pages show the last known state: {Why}", e.Message);
            if (shown.Away is null) shown = new(shown.Pages, time.GetUtcNow());
        }
        finally
        {
            turn.Release();
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Marked until the first reading has succeeded.
        Recall();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>What was kept on disk; false where there is nothing.</summary>
    internal bool Recall()
    {
        if (shown.Pages.Count == 0 && kept.Read() is { Count: > 0 } last) shown = new(last, time.GetUtcNow());
        return shown.Pages.Count > 0;
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await using var hints = bus.SubscribeAll(HintKind.StatusPage);
        try
        {
            while (true)
            {
                await RefreshAsync(stopping);
                await hints.NextAsync(Interval, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }
}
