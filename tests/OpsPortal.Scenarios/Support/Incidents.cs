using OpsPortal.Access;
using OpsPortal.Incidents;

namespace OpsPortal.Scenarios.Support;

/// <summary>Incidents in scenarios.</summary>
public static class Incidents
{
    /// <summary>Whoever acts has an account: responders are looked up there.</summary>
    public static async Task KnowPeopleAsync(this PortalHost portal)
    {
        await using var db = await portal.DatabaseAsync();
        foreach (var person in new[] { People.Ann, People.Bob, People.Root, People.Vic })
            db.Users.Add(new() { Id = person.Id, DisplayName = person.Name, UserName = person.Name, Role = person.Role });
        await db.SaveChangesAsync();
    }

    public static async Task<long> DeclareAsync(this PortalHost portal, string title, string severity, Actor? by = null, bool @private = false)
    {
        var declared = await portal.Get<DeclareIncident>().InvokeAsync(by ?? People.Ann, new("shop", severity, title, $"{Guid.NewGuid()}") { Private = @private }, default);
        Assert.True(declared.Succeeded, declared.Problem?.Detail);
        return declared.Value.Number;
    }

    /// <summary>"1 Declared Ann: …", oldest first.</summary>
    public static async Task<IEnumerable<string>> TimelineAsync(this PortalHost portal, long number) =>
        (await portal.Get<IncidentQueries>().TimelineAsync(number, 0, null, default))!.Select(e => $"{e.Number} {e.Kind} {e.Actor}: {e.Text}");
}
