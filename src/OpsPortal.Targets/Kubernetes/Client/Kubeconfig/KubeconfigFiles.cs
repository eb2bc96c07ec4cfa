using System.Text;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Reads what a kubeconfig embeds or, where the policy allows it, the files that it names.</summary>
internal sealed class KubeconfigFiles(KubeconfigPolicy policy)
{
    private const long LargestFile = 1 << 20;

    /// <summary>Embedded data wins over a file, as in kubectl; null where there is neither.</summary>
    public string? Pem(string? data, string? file, string key)
    {
        if (data is not null)
            return Decode(data, key);
        if (file is null)
            return null;
        var path = Locate(file, key, $"{key}-data");
        try
        {
            return new FileInfo(path).Length <= LargestFile
                ? File.ReadAllText(path)
                : throw new KubeconfigException($"the file {file}, named by {key}, is larger than 1 MiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"the file {file}, named by {key}, cannot be read: {e.Message}");
        }
    }

    public string Locate(string file, string key, string embedded)
    {
        if (!policy.AllowFiles)
            throw new KubeconfigException($"{key} names the file {file}, and a pasted kubeconfig may not read the portal's files; embed "
                + $"it as {embedded} (kubectl config view --minify --flatten --raw), or allow files in the portal's configuration");
        if (Path.IsPathFullyQualified(file))
            return file;
        return policy.Directory is { } directory
            ? Path.Combine(directory, file)
            : throw new KubeconfigException($"{key} names the file {file} relative to a folder that is not known; give its whole path");
    }

    private static string Decode(string data, string key)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            throw new KubeconfigException($"{key}-data is not base64; copy it whole, or make it anew with: base64 -w0");
        }
    }
}
