using OpsPortal.Audit.Chain;

namespace OpsPortal.Cli.Commands;

/// <summary>What stands behind <c>audit verify</c> and <c>audit export</c>.</summary>
/// <param name="Portal">From <c>--portal</c>, else from OPSPORTAL_URL where no file is named.</param>
internal sealed record AuditArguments(string? File, Uri? Portal, string? Token, AuditAnchor? Anchor)
{
    /// <param name="mayWrite">The file is where something goes, not what is read.</param>
    public static AuditArguments Parse(string[] args, bool mayWrite = false)
    {
        string? file = null, portal = null, token = null;
        AuditAnchor? anchor = null;
        for (var i = 0; i < args.Length; i++)
            switch (args[i])
            {
                case "--portal":
                    portal = Value(args, ref i, "the portal's address");
                    break;
                case "--token":
                    token = Value(args, ref i, "an API token");
                    break;
                case "--anchor":
                    anchor = AuditAnchor.Parse(Value(args, ref i, "a number and a hash")) ?? throw new UsageException("An anchor is the number of an entry and its hash: 1042:9f3c….");
                    break;
                case ['-', _, ..] option:
                    throw new UsageException($"There is no option \"{option}\".");
                case var name when file is null:
                    file = name;
                    break;
                default:
                    throw new UsageException("Name one file only.");
            }
        if (file is null || mayWrite) portal ??= Environment.GetEnvironmentVariable("OPSPORTAL_URL");
        return new(file, portal is null ? null : PortalClient.Address(portal), token ?? Environment.GetEnvironmentVariable("OPSPORTAL_TOKEN"), anchor);
    }

    private static string Value(string[] args, ref int at, string what) => ++at < args.Length ? args[at] : throw new UsageException($"{args[at - 1]} wants {what}.");
}
