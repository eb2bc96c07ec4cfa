namespace OpsPortal.Sandbox.Systems;

internal static class ImageName
{
    /// <summary><c>registry:5000/team/app:v1</c> → (<c>registry:5000/team/app</c>, <c>v1</c>); without a tag it is <c>latest</c>.</summary>
    public static (string Repository, string Tag) Split(string image)
    {
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
    }

    /// <summary>As containerd tells it: with registry and library.</summary>
    public static string Full(string image)
    {
        var (repository, tag) = Split(image);
        var first = repository.Split('/')[0];
        if (repository.Contains('/') && (first.Contains('.') || first.Contains(':'))) return $"{repository}:{tag}";
        return $"docker.io/{(repository.Contains('/') ? "" : "library/")}{repository}:{tag}";
    }
}
