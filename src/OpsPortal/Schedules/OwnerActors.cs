using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;

namespace OpsPortal.Schedules;

/// <summary>Acts for somebody who is not there, with the rights that they have at this moment and no more.</summary>
internal sealed class OwnerActors(IDbContextFactory<OpsPortalDbContext> storage, TimeProvider time)
{
    public Task<Actor> OfAsync(RunSchedule schedule, CancellationToken cancellation) => OfAsync(schedule.OwnerId, schedule.Owner, $"by the schedule {schedule.Name}", cancellation);

    /// <param name="how">Follows the name in audit and pages.</param>
    public async Task<Actor> OfAsync(Guid person, string name, string how, CancellationToken cancellation)
    {
        if (person == Actor.Portal.Id) return Actor.Portal;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var rights = await RightsReader.ReadAsync(db, new(person), time.GetUtcNow(), cancellation);
        return new(person, $"{rights.Name ?? name}, {how}", new Standing(rights));
    }
}
