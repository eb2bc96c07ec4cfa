using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpsPortal.Access;

namespace OpsPortal.Scenarios.Support;

/// <summary>Signs a request in as what its header <c>X-Role</c> says; the account is the same for each role.</summary>
internal sealed class HeaderSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string Header = "X-Role";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Enum.TryParse<Role>(Request.Headers[Header], out var role)) return Task.FromResult(AuthenticateResult.NoResult());
        var person = People.Of(role);
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, $"{person.Id}"), new(ClaimTypes.Name, person.Name), new(ClaimTypes.Role, $"{role}")], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new(new(identity), Scheme.Name)));
    }
}
