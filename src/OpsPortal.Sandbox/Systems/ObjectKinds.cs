using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Systems;

/// <summary>The kinds that a system's file may hold.</summary>
internal static class ObjectKinds
{
    public static ResourceType? Of(string? kind) => All.FirstOrDefault(type => type.Kind == kind);

    public static IEnumerable<ResourceType> All => ResourceTypes.BuiltIn.Concat(ResourceTypes.Custom);
}
