using OpsPortal.Access;
using Xunit;

namespace OpsPortal.Tests.Portal;

public class PermissionTests
{
    [Theory]
    [InlineData(Role.Viewer, Role.Responder, false)]
    [InlineData(Role.Responder, Role.Responder, true)]
    [InlineData(Role.Administrator, Role.Author, true)]
    [InlineData(Role.Author, Role.Administrator, false)]
    public void A_role_includes_those_before_it(Role has, Role needs, bool may) =>
        Assert.Equal(may, new Actor(Guid.NewGuid(), "Ann", has).Needs(needs, "do that") is null);

    [Fact]
    public void A_refusal_says_which_role_is_missing_and_who_can_help()
    {
        var problem = new Actor(Guid.NewGuid(), "Ann", Role.Viewer).Needs(Role.Author, "write runbooks")!;
        Assert.Equal(ProblemKind.Forbidden, problem.Kind);
        Assert.Equal("To write runbooks you need the role author; yours is viewer. An administrator can change that.", problem.Detail);
    }
}
