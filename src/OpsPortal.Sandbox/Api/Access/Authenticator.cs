using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Access;

/// <summary>Finds the caller by bearer token; a master may act as somebody else (<c>Impersonate-User</c>).</summary>
internal sealed class Authenticator(IReadOnlyList<SandboxUser> users)
{
    private readonly IReadOnlyList<(SandboxUser User, byte[] Hash)> known = [.. users.Select(u => (u, Hash(u.Token)))];

    /// <exception cref="ApiError">401 without a known token, 403 where impersonation is not allowed.</exception>
    public Caller Authenticate(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) throw ApiError.Unauthorized();
        var hash = Hash(header["Bearer ".Length..].Trim());
        SandboxUser? user = null;
        // Every token is compared, and in constant time, so that the time taken tells nothing.
        foreach (var (candidate, expected) in known)
            if (CryptographicOperations.FixedTimeEquals(hash, expected)) user = candidate;
        if (user is null) throw ApiError.Unauthorized();

        var caller = new Caller(user.Name, user.Groups);
        var other = request.Headers["Impersonate-User"].ToString();
        if (other.Length == 0) return caller;
        if (!caller.IsMaster)
            throw ApiError.Forbidden(Users, other, $"User \"{caller.Name}\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope");
        return new Caller(other, [.. request.Headers["Impersonate-Group"].OfType<string>(), "system:authenticated"]);
    }

    private static ResourceType Users { get; } = new("", "v1", "users", "user", "User", false);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
