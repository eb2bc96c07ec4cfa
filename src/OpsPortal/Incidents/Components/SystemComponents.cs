using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents.Components;

/// <summary>What people have entered as the components of the system.</summary>
internal sealed class SystemComponents(SystemQueries systems) : IKnowComponents
{
    public async Task<IReadOnlyList<string>> OfAsync(string system, CancellationToken cancellation) =>
        await systems.FindAsync(system, cancellation) is { } sheet ? [.. sheet.Of(FactKind.Component).Select(f => f.Text("name")).OfType<string>()] : [];
}
