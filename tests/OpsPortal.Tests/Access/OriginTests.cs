using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using OpsPortal.Access;
using Xunit;

namespace OpsPortal.Tests.Access;

public sealed class OriginTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox 145 on Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0", "Edge 142 on Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari 18 on macOS")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari 18 on iOS")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome 142 on Android")]
    [InlineData("curl/8.5.0", "curl/8.5.0")]
    [InlineData("weird\u202eagent x", "weirdagent")]
    [InlineData("", null)]
    public void AClientIsNamedInShort(string agent, string? name) => Assert.Equal(name, Origin.NameOf(agent));

    [Fact]
    public void ATokenIsNamedInsteadOfTheProgramThatUsesIt()
    {
        var context = new DefaultHttpContext { User = new(new ClaimsIdentity([new(Origin.TokenClaim, "deploys")], "Token")) };
        context.Request.Headers.UserAgent = "curl/8.5.0";
        context.Connection.RemoteIpAddress = IPAddress.Parse("::ffff:192.0.2.7");

        Assert.Equal(new Origin("192.0.2.7", "API token deploys"), Origin.Of(context));
    }

    [Fact]
    public void WhoeverIsSignedInCarriesTheOriginIntoTheCircuit()
    {
        var id = Guid.NewGuid();
        var context = new DefaultHttpContext { User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, $"{id}"), new(ClaimTypes.Name, "Ann"), new(ClaimTypes.Role, "Responder")], "cookie")) };
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");

        Origin.Mark(context);

        Assert.Equal(new Origin("192.0.2.7", null), context.User.ToActor()!.From);
    }
}
