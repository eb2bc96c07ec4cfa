using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Diagnostics.Lint.Rules;

/// <summary>Versions of the API that manifests in a document ask for and no cluster of today has.</summary>
internal static partial class ApiVersions
{
    private static readonly Dictionary<string, (string Since, string Instead)> Removed = new()
    {
        ["extensions/v1beta1"] = ("1.16 (Ingress: 1.22)", "apps/v1 or networking.k8s.io/v1"),
        ["apps/v1beta1"] = ("1.16", "apps/v1"),
        ["apps/v1beta2"] = ("1.16", "apps/v1"),
        ["batch/v1beta1"] = ("1.25", "batch/v1"),
        ["batch/v2alpha1"] = ("1.21", "batch/v1"),
        ["policy/v1beta1"] = ("1.25", "policy/v1"),
        ["networking.k8s.io/v1beta1"] = ("1.22", "networking.k8s.io/v1"),
        ["rbac.authorization.k8s.io/v1beta1"] = ("1.22", "rbac.authorization.k8s.io/v1"),
        ["autoscaling/v2beta1"] = ("1.25", "autoscaling/v2"),
        ["autoscaling/v2beta2"] = ("1.26", "autoscaling/v2"),
        ["apiextensions.k8s.io/v1beta1"] = ("1.22", "apiextensions.k8s.io/v1"),
        ["admissionregistration.k8s.io/v1beta1"] = ("1.22", "admissionregistration.k8s.io/v1"),
        ["storage.k8s.io/v1beta1"] = ("1.27", "storage.k8s.io/v1"),
        ["certificates.k8s.io/v1beta1"] = ("1.22", "certificates.k8s.io/v1"),
    };

    public static IEnumerable<Diagnostic> In(Listing listing)
    {
        if (!listing.Text.Contains("apiVersion", StringComparison.Ordinal)) yield break;
        var number = listing.Line;
        foreach (var line in listing.Text.Split('\n'))
        {
            number++;
            if (Version().Match(line) is { Success: true } match && Removed.TryGetValue(match.Groups[1].Value, out var removed))
                yield return new(DiagnosticSeverity.Warning, DiagnosticCodes.RemovedApiVersion, $"Kubernetes {removed.Since} removed {match.Groups[1].Value}, so a cluster of today refuses this manifest. Write it for {removed.Instead}; fields may have other names there.", number);
        }
    }

    [GeneratedRegex(@"^\s*(?:-\s+)?[""']?apiVersion[""']?\s*:\s*[""']?([\w./-]+)")]
    private static partial Regex Version();
}
