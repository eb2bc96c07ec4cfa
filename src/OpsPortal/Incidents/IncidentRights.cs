using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;

namespace OpsPortal.Incidents;

/// <summary>Who may act on an incident: whoever may run steps of its system where it is felt, or anywhere where nobody said where.</summary>
internal static class IncidentRights
{
    /// <summary>For pages, which mirror what the operations ask.</summary>
    public static bool May(Actor actor, IncidentSheet sheet) => sheet.Environment is null
        ? actor.Rights.Grants.Any(g => g.Can.HasFlag(Permission.RunSteps) && (g.System is null || g.System == sheet.Incident.System))
        : actor.May(Permission.RunSteps, sheet.Environment, sheet.Incident.System) is null;

    public static async Task<Problem?> RefuseAsync(OpsPortalDbContext db, Actor actor, string system, Guid? environment, string verb, CancellationToken cancellation)
    {
        if (environment is null)
            return actor.Rights.Grants.Any(g => g.Can.HasFlag(Permission.RunSteps) && (g.System is null || g.System == system)) ? null
                : actor.May(Permission.RunSteps, null, system, verb);
        var name = await db.Environments.Where(e => e.Id == environment).Select(e => e.Name).FirstOrDefaultAsync(cancellation);
        return actor.May(Permission.RunSteps, name, system, verb);
    }
}
