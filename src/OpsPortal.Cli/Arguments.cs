namespace OpsPortal.Cli;

/// <summary>What stands behind a command's name.</summary>
/// <param name="Strict">Warnings count as errors.</param>
/// <param name="Fix">What is certain how to mend is mended.</param>
/// <param name="DryRun">It is only shown how that would be done.</param>
internal sealed record Arguments(IReadOnlyList<string> Files, string? Format, bool Strict, bool Fix, bool DryRun)
{
    /// <param name="lints">Whether the command knows <c>--strict</c>, <c>--fix</c> and <c>--dry-run</c>.</param>
    public static Arguments Parse(string[] args, bool lints = false)
    {
        var (strict, fix, dryRun) = (false, false, false);
        List<string> files = [];
        string? format = null;
        for (var i = 0; i < args.Length; i++)
            switch (args[i])
            {
                case "--":
                    files.AddRange(args.Skip(i + 1));
                    i = args.Length;
                    break;
                case "--format" or "-f":
                    format = ++i < args.Length ? args[i] : throw new UsageException("--format wants the name of a format.");
                    break;
                case var option when option.StartsWith("--format=", StringComparison.Ordinal):
                    format = option["--format=".Length..];
                    break;
                case "--strict" when lints:
                    strict = true;
                    break;
                case "--fix" when lints:
                    fix = true;
                    break;
                case "--dry-run" when lints:
                    dryRun = true;
                    break;
                case ['-', _, ..] option:
                    throw new UsageException($"There is no option \"{option}\".");
                case var file:
                    files.Add(file);
                    break;
            }
        return files.Count > 0 ? new(files, format, strict, fix, dryRun) : throw new UsageException("Name at least one runbook file.");
    }

    public T Choose<T>(IReadOnlyDictionary<string, T> formats, string otherwise) =>
        formats.TryGetValue(Format ?? otherwise, out var chosen)
            ? chosen
            : throw new UsageException($"There is no format \"{Format}\"; choose one of {string.Join(", ", formats.Keys)}.");
}

/// <summary>The command line makes no sense; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
