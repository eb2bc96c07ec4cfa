using OpsPortal.Access;

namespace OpsPortal.Scenarios.Support;

/// <summary>Who acts in scenarios.</summary>
public static class People
{
    public static Actor Ann { get; } = new(Guid.Parse("a0000000-0000-0000-0000-000000000001"), "Ann", Role.Responder);
    public static Actor Bob { get; } = new(Guid.Parse("a0000000-0000-0000-0000-000000000002"), "Bob", Role.Responder);
    public static Actor Root { get; } = new(Guid.Parse("a0000000-0000-0000-0000-000000000004"), "Root", Role.Administrator);
    public static Actor Vic { get; } = new(Guid.Parse("a0000000-0000-0000-0000-000000000003"), "Vic", Role.Viewer);

    public static Actor Of(Role role) => role == Role.Viewer ? Vic : Ann with { Role = role };
}
