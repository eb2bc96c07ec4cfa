using System.Text.RegularExpressions;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Validating;

/// <summary>RFC 1123 and RFC 1035 names, refused in Kubernetes' words.</summary>
internal static partial class Names
{
    public static FieldError? Check(ResourceType type, string name) => type switch
    {
        { Group: "rbac.authorization.k8s.io" } => name is "." or ".." || name.Contains('/') || name.Contains('%')
            ? FieldError.Invalid("metadata.name", $"\"{name}\"", "may not contain '/'") : null,
        { Kind: "Service", Group: "" } => name.Length <= 63 && Label1035().IsMatch(name) ? null : FieldError.Invalid("metadata.name", $"\"{name}\"",
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"),
        { Kind: "Namespace" } => Label(name),
        _ => name.Length <= 253 && Subdomain().IsMatch(name) ? null : FieldError.Invalid("metadata.name", $"\"{name}\"",
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"),
    };

    public static FieldError? Label(string name, string field = "metadata.name") => name.Length <= 63 && Label1123().IsMatch(name) ? null : FieldError.Invalid(field, $"\"{name}\"",
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label1123();

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label1035();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
