using OpsPortal.Incidents;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Escalating;

/// <summary>Says which incidents call nobody for now. Capabilities above this one register theirs; none need to.</summary>
public interface IHoldPages
{
    /// <summary>Null where people are called.</summary>
    Task<string?> WhyAsync(OpsPortalDbContext db, Incident incident, CancellationToken cancellation);
}
