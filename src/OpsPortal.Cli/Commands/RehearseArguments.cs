namespace OpsPortal.Cli.Commands;

/// <summary>What stands behind <c>rehearse</c>.</summary>
/// <param name="Runbook">Slug.</param>
/// <param name="File">Whose text has to be the portal's; null compares nothing.</param>
internal sealed record RehearseArguments(string Runbook, string? File, Uri Portal, string Token, string Environment, IReadOnlyDictionary<string, string> Values, bool Json)
{
    public static RehearseArguments Parse(string[] args)
    {
        string? name = null, runbook = null, portal = null, environment = null;
        var format = "text";
        Dictionary<string, string> values = [];
        for (var i = 0; i < args.Length; i++)
            switch (args[i])
            {
                case "--portal": portal = Value(args, ref i, "the portal's address"); break;
                case "--environment": environment = Value(args, ref i, "the name of an environment"); break;
                case "--runbook": runbook = Value(args, ref i, "the name of a runbook in addresses"); break;
                case "--format" or "-f": format = Value(args, ref i, "text or json"); break;
                case "--parameter":
                    if (Value(args, ref i, "name=value").Split('=', 2) is not [var key, var value]) throw new UsageException("--parameter wants name=value.");
                    values[key] = value;
                    break;
                case ['-', _, ..] option: throw new UsageException($"There is no option \"{option}\".");
                case var given when name is null: name = given; break;
                default: throw new UsageException("Rehearse one runbook at a time.");
            }
        if (name is null) throw new UsageException("Name a runbook: its file, or its name in addresses.");
        if (environment is null) throw new UsageException("Say where: --environment staging.");
        if (format is not ("text" or "json")) throw new UsageException($"There is no format \"{format}\"; choose one of text, json.");
        var token = System.Environment.GetEnvironmentVariable("OPSPORTAL_TOKEN") is { Length: > 0 } secret ? secret : throw new UsageException("Put an API token that may run steps into OPSPORTAL_TOKEN.");
        var file = System.IO.File.Exists(name) ? name : null;
        return new(runbook ?? (file is null ? name : Path.GetFileNameWithoutExtension(file).ToLowerInvariant()), file, PortalClient.Address(portal ?? System.Environment.GetEnvironmentVariable("OPSPORTAL_URL")), token, environment, values, format == "json");
    }

    private static string Value(string[] args, ref int at, string what) => ++at < args.Length ? args[at] : throw new UsageException($"{args[at - 1]} wants {what}.");
}
