using OpsPortal.Access;

namespace OpsPortal.Maintenance;

/// <summary>For pages, which mirror what the operations ask.</summary>
internal static class MaintenanceRights
{
    public static bool May(Actor actor, MaintenanceSheet sheet) => sheet.Plan.Systems.All(s => actor.May(Permission.RunSteps, sheet.Environment, s) is null);

    public static bool MayApprove(Actor actor, MaintenanceSheet sheet) =>
        sheet.Plan.SubmittedById != actor.Id && sheet.Plan.Systems.All(s => actor.May(Permission.Approve, sheet.Environment, s) is null);

    public static bool MayDecide(Actor actor, MaintenanceSheet sheet, MaintenancePhase phase) =>
        May(actor, sheet) && (phase.KeeperId == actor.Id || actor.May(Permission.Administer, sheet.Environment) is null);
}
