using OpsPortal.Access;
using OpsPortal.Storage;
using Xunit;

namespace OpsPortal.Tests.Portal;

public class PermissionTests
{
    private static readonly Guid Staging = Guid.NewGuid();
    private static readonly Guid Production = Guid.NewGuid();

    [Theory]
    [InlineData(Role.Viewer, Role.Responder, false)]
    [InlineData(Role.Responder, Role.Responder, true)]
    [InlineData(Role.Administrator, Role.Author, true)]
    [InlineData(Role.Administrator, Role.Approver, true)]
    [InlineData(Role.Author, Role.Administrator, false)]
    [InlineData(Role.Author, Role.Approver, false)]
    [InlineData(Role.Approver, Role.Author, false)]
    [InlineData(Role.Approver, Role.Responder, true)]
    [InlineData(Role.None, Role.Viewer, false)]
    public void A_role_brings_what_it_brings(Role has, Role needs, bool may) =>
        Assert.Equal(may, new Actor(Guid.NewGuid(), "Ann", has).Needs(needs, "do that") is null);

    [Fact]
    public void A_refusal_says_which_role_is_missing_where_and_who_can_help()
    {
        var ann = With(new Grant(Role.Responder.Can(), Staging, "staging")) with { Administrators = ["Ada", "Bob"] };
        var problem = ann.Refuse(Permission.RunSteps, "production", "shop", null)!;
        Assert.Equal(ProblemKind.Forbidden, problem.Kind);
        Assert.Equal("To run steps of shop in production you need the role responder there; ask an administrator (Ada, Bob).", problem.Detail);
    }

    [Theory]
    [InlineData("staging", "shop", true)]
    [InlineData("staging", "bot", true)]
    [InlineData("production", "shop", true)]
    [InlineData("production", "bot", false)]
    [InlineData("elsewhere", "shop", false)]
    [InlineData(null, "shop", false)]
    public void A_grant_holds_in_its_place_only(string? environment, string system, bool may)
    {
        var rights = With(new Grant(Role.Responder.Can(), Staging, "staging"), new Grant(Role.Responder.Can(), Production, "production", "shop"));
        Assert.Equal(may, rights.Has(Permission.RunSteps, environment, system));
    }

    [Fact]
    public void Only_what_holds_everywhere_makes_a_role()
    {
        Assert.Equal(Role.None, With(new Grant(Role.Administrator.Can(), Staging, "staging")).Role);
        Assert.Equal(Role.Viewer, With(new Grant(Role.Administrator.Can(), Staging, "staging"), new Grant(Permission.See)).Role);
        Assert.Equal(Role.Author, new Actor(Guid.NewGuid(), "Ann", Role.Author).Role);
    }

    [Fact]
    public void Whoever_holds_an_actor_sees_that_its_rights_are_gone()
    {
        var standing = new Standing(Rights.Of(Role.Administrator));
        var actor = new Actor(Guid.NewGuid(), "Ann", standing);
        Assert.Null(actor.May(Permission.Write));
        standing.Set(Rights.None with { Ended = "You were signed out; sign in again." });
        Assert.Equal("You were signed out; sign in again.", actor.May(Permission.Write)!.Detail);
        Assert.Equal(Role.None, actor.Role);
    }

    [Fact]
    public void Sight_keeps_pairs_apart()
    {
        var sight = Sight.Of(With(new Grant(Permission.See, Staging, "staging"), new Grant(Permission.See, Production, "production", "shop"), new Grant(Permission.RunSteps, null, null, "bot")));
        Assert.False(sight.All);
        Assert.Equal([Staging, Production], sight.Environments);
        Assert.Equal([Staging], sight.WholeEnvironments);
        Assert.Equal([$"{Production}/shop"], sight.Pairs);
        Assert.True(sight.AllSystems);
    }

    private static Rights With(params Grant[] grants) => new(grants);
}
