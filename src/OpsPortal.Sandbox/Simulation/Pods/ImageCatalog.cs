using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Pods;

/// <summary>The images that can be pulled, with what runs in them.</summary>
internal sealed class ImageCatalog(IEnumerable<SystemDefinition> systems)
{
    private readonly Dictionary<(string Repository, string Tag), PulledImage> images = Index(systems);

    /// <summary>Null where it cannot be pulled. Registry prefixes that Docker adds by itself make no difference.</summary>
    public PulledImage? Find(string image)
    {
        var (repository, tag) = ImageName.Split(image);
        foreach (var prefix in (string[])["docker.io/library/", "docker.io/"])
            if (repository.StartsWith(prefix, StringComparison.Ordinal)) repository = repository[prefix.Length..];
        return images.GetValueOrDefault((repository, tag));
    }

    /// <summary>A version of the same image that does not work; null where the file names none.</summary>
    public string? DefectiveVersion(string image)
    {
        var repository = ImageName.Split(image).Repository;
        return images.FirstOrDefault(i => i.Key.Repository == repository && i.Value.Defect != ImageDefect.None).Key is { Tag: { } tag } ? $"{repository}:{tag}" : null;
    }

    private static Dictionary<(string, string), PulledImage> Index(IEnumerable<SystemDefinition> systems)
    {
        Dictionary<(string, string), PulledImage> index = [];
        foreach (var system in systems)
            foreach (var image in system.Images)
                foreach (var (tag, defect) in image.Tags)
                    index[(image.Repository, tag)] = new(system.Profiles[image.Profile], defect);
        return index;
    }
}

internal sealed record PulledImage(ProfileDefinition Profile, ImageDefect Defect);
