using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Previews;

/// <summary>Text for a preview, without what is secret: values that the environment holds as such, and what has the shape of a secret.</summary>
public static partial class Masked
{
    public const string Mask = SecretShapes.Mask;

    /// <summary>Shorter values would take out ordinary words.</summary>
    private const int ShortestSecret = 4;

    public static string Text(string text, ActionContext context)
    {
        foreach (var secret in Known(context.Targets)) text = text.Replace(secret, Mask, StringComparison.Ordinal);
        return SecretShapes.Redact(text);
    }

    /// <summary>A value of something that is called so: a column, a header, a variable.</summary>
    public static string Value(string name, string value, ActionContext context) => SecretName().IsMatch(name) ? Mask : Text(value, context);

    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    private static IEnumerable<string> Known(TargetSettings targets) => targets.Host.Variables.Values
        .Concat(targets.Databases.Concat(targets.Redis).Select(s => Password().Match(s.ConnectionString)).Where(m => m.Success).Select(m => m.Groups[1].Value))
        .Select(v => v.Trim()).Where(v => v.Length >= ShortestSecret).OrderByDescending(v => v.Length);

    [GeneratedRegex(@"password\s*=\s*([^;,]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex("passw|pass$|pwd|auth$|secret|token|api[_-]?key|private[_-]?key|credential|authorization|cookie|hash$|salt", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
