using Microsoft.EntityFrameworkCore;
using OpsPortal.OnCall.Channels;
using OpsPortal.OnCall.Channels.Mail;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Warnings;

/// <summary>Keeps the warnings in line with what will be, and writes to whoever cannot be reached, at the address of their account.</summary>
public sealed class LookAhead(IDbContextFactory<OpsPortalDbContext> storage, ChannelSet channels, TimeProvider time, ILogger<LookAhead> log)
{
    public async Task InvokeAsync(CancellationToken cancellation)
    {
        var born = await UpdateAsync(cancellation);
        foreach (var warning in born.Where(w => w.Kind == WarningKind.NoMethod)) await TellAsync(warning, cancellation);
    }

    /// <summary>What holds now, by time. Asks for no right: it says no more than the page that everybody sees.</summary>
    public async Task<IReadOnlyList<OnCallWarning>> CurrentAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.OnCallWarnings.AsNoTracking().OrderBy(w => w.From).ToListAsync(cancellation);
    }

    /// <returns>Those that were not there before.</returns>
    private async Task<IReadOnlyList<OnCallWarning>> UpdateAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync("on-call-warnings", cancellation);
        var now = time.GetUtcNow();
        var found = (await OnCallQueries.AllAsync(db, cancellation)).SelectMany(v => Foresight.Of(v, now).Select(f => (Schedule: v.Entity.Id, Finding: f))).ToList();
        var stored = await db.OnCallWarnings.ToListAsync(cancellation);
        List<OnCallWarning> born = [];
        var moved = false;
        foreach (var (schedule, finding) in found)
        {
            // A gap that comes nearer, or is made shorter, is still the same one.
            var known = stored.FirstOrDefault(w => w.ScheduleId == schedule && w.Kind == finding.Kind && w.ContactId == finding.Contact && w.From <= finding.To && finding.From <= w.To);
            if (known is null)
            {
                born.Add(new() { Id = Guid.CreateVersion7(now), ScheduleId = schedule, Kind = finding.Kind, ContactId = finding.Contact, From = finding.From, To = finding.To, Sentence = finding.Sentence, FoundAt = now });
                continue;
            }
            stored.Remove(known);
            moved |= known.Sentence != finding.Sentence;
            (known.From, known.To, known.Sentence) = (finding.From, finding.To, finding.Sentence);
        }
        db.OnCallWarnings.AddRange(born);
        db.OnCallWarnings.RemoveRange(stored);
        await db.SaveChangesAsync(cancellation);
        if (moved || born.Count + stored.Count > 0) await db.NotifyAtCommitAsync(new(HintKind.OnCall, Topic), cancellation);
        await transaction.CommitAsync(cancellation);
        return born;
    }

    /// <summary>What the hint of changed warnings is about.</summary>
    internal const string Topic = "warnings";

    private async Task TellAsync(OnCallWarning warning, CancellationToken cancellation)
    {
        if (channels[MethodKind.Email] is not MailChannel { NotConfigured: null } mail) return;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var address = await (from contact in db.Contacts where contact.Id == warning.ContactId join user in db.Users on contact.UserId equals user.Id where user.DisabledAt == null select user.Email).FirstOrDefaultAsync(cancellation);
        if (address is null) return;
        var told = await mail.SendAsync(new() { To = address }, new($"warning-{warning.Id:N}", "You are on call, and OpsPortal cannot reach you", $"{warning.Sentence}\n\nYou can do so in OpsPortal under Your on-call."), cancellation);
        if (told is Delivery.Delivered) await db.OnCallWarnings.Where(w => w.Id == warning.Id).ExecuteUpdateAsync(w => w.SetProperty(x => x.ToldAt, time.GetUtcNow()), cancellation);
        else log.LogWarning("Nobody could be told that somebody on call is not reached: {Why}", told.Why);
    }
}

/// <summary>Looks ahead every few minutes, and as soon as schedules or contacts change. Any number of workers may do so at once.</summary>
internal sealed class LookAheadRegularly(LookAhead look, ILiveBus bus, ILogger<LookAheadRegularly> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await using var hints = bus.SubscribeAll(HintKind.OnCall);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await look.InvokeAsync(stopping);
                // Its own hint is no reason to look again.
                while (await hints.NextAsync(Interval, stopping) is { Id: LookAhead.Topic }) { }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "Nobody looked ahead who will be on call; again in {Interval}", Interval);
                await ((Task)hints.NextAsync(Interval, stopping).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
