using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Kubectl;

/// <summary>What stands behind <c>-f</c>.</summary>
internal static class ManifestArguments
{
    /// <summary>Names of files and folders, <c>-</c> for what is piped in; null with <paramref name="wrong"/> set where there is none that could be read here.</summary>
    public static IReadOnlyList<string>? Files(KubectlArguments arguments, out Verdict? wrong)
    {
        wrong = null;
        // a shell has made several words of a pattern: those behind the first stand as operands
        List<string> files = [.. arguments.Values("filename", commas: true)];
        if (files.Count == 0) wrong = arguments.Invalid(DiagnosticCodes.InvalidArguments, $"kubectl {arguments.Verb} wants -f with a file");
        else if (files.FirstOrDefault(IsAddress) is { } address)
        {
            arguments.Warn(DiagnosticCodes.ManifestFromAddress, "What stands behind an address may be another tomorrow: download it, read it, and put it beside the runbook.");
            wrong = Verdict.Manual($"{ParameterText.Display(address)} is an address, and what it describes is not known before; put the file beside the runbook");
        }
        foreach (var file in files) arguments.Text(file, "file");
        return wrong is null ? files : null;
    }

    private static bool IsAddress(string file) => file.StartsWith("http://", StringComparison.Ordinal) || file.StartsWith("https://", StringComparison.Ordinal);
}
