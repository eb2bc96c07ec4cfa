namespace OpsPortal.Sandbox.Api.Access;

/// <summary>On whose behalf a request is made.</summary>
internal sealed record Caller(string Name, IReadOnlyList<string> Groups)
{
    public bool IsMaster => Groups.Contains(SandboxUser.Masters);
}
