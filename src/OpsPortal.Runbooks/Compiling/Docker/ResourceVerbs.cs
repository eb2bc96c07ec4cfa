using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Compiling.Arguments;

namespace OpsPortal.Runbooks.Compiling.Docker;

/// <summary>Verbs on images, volumes and networks, and on the Engine as a whole.</summary>
internal static class ResourceVerbs
{
    private const int Any = int.MaxValue;

    private static readonly FlagTable Listing = new(Flag.Valued("filter", 'f'), Flag.Valued("format"), Flag.Switch("quiet", 'q'), Flag.Switch("no-trunc"), Flag.NotYet("cluster"));

    private static readonly FlagTable Pruning = new(Flag.Switch("all", 'a'), Flag.Valued("filter"), Flag.Switch("force", 'f'), Flag.Switch("volumes"), Flag.NotYet("keep-storage", null, FlagValue.Required));

    public static IReadOnlyList<DockerVerb> All { get; } =
    [
        DockerVerb.Of("images|image ls|image list", new(
            Flag.Switch("all", 'a'), Flag.Valued("filter", 'f'), Flag.Valued("format"), Flag.Switch("quiet", 'q'), Flag.Switch("no-trunc"), Flag.NotYet("digests"), Flag.NotYet("tree")), 0, 1, "one repository at most",
            a => new DockerImages
            {
                Repository = a.Operands.Count > 0 ? a.Text(a.Operands[0], DockerArguments.Image, isName: true) : null,
                All = a.Switch("all"),
                Quiet = a.Switch("quiet"),
                NoTruncation = a.Switch("no-trunc"),
                Filters = a.Values("filter"),
                Format = a.Value("format"),
            }),
        DockerVerb.Of("pull|image pull", new(Flag.Switch("quiet", 'q'), Flag.NotYet("all-tags", 'a'), Flag.NotYet("platform", null, FlagValue.Required), Flag.Switch("disable-content-trust")), 1, 1, "one image",
            a => new DockerPull { Image = a.Text(a.Operands[0], DockerArguments.Image), Quiet = a.Switch("quiet") }),
        Removal("rmi|image rm|image remove", "image", DockerArguments.Image),
        Removal("volume rm|volume remove", "volume", DockerArguments.Volume),
        Removal("network rm|network remove", "network", DockerArguments.Network),
        Listed("volume ls|volume list", "volume"),
        Listed("network ls|network list", "network"),
        Creation("volume create", "volume"),
        Creation("network create", "network"),
        Link("network connect", true),
        Link("network disconnect", false),
        Inspection("inspect", null, DockerArguments.Container),
        Inspection("container inspect", "container", DockerArguments.Container),
        Inspection("image inspect", "image", DockerArguments.Image),
        Inspection("volume inspect", "volume", DockerArguments.Volume),
        Inspection("network inspect", "network", DockerArguments.Network),
        .. new[] { "image", "container", "volume", "network", "builder", "system" }.Select(kind => DockerVerb.Of($"{kind} prune", Pruning, 0, 0, "no operand",
            a => new DockerPrune { Kind = kind, All = a.Switch("all"), Volumes = a.Switch("volumes"), Filters = a.Values("filter") })),
        About("system df", "df"),
        About("info|system info", "info"),
        About("version", "version"),
    ];

    private static DockerVerb Removal(string paths, string kind, string parameter) => DockerVerb.Of(paths, new(Flag.Switch("force", 'f'), Flag.NotYet("no-prune")), 1, Any, $"the name of {(kind == "image" ? "an" : "a")} {kind}",
        a => new DockerResourceRemove { Kind = kind, Objects = a.Names(parameter), Force = a.Switch("force") });

    private static DockerVerb Listed(string paths, string kind) => DockerVerb.Of(paths, Listing, 0, 0, "no operand",
        a => new DockerResources { Kind = kind, Quiet = a.Switch("quiet"), NoTruncation = a.Switch("no-trunc"), Filters = a.Values("filter"), Format = a.Value("format") });

    private static DockerVerb Creation(string path, string kind) => DockerVerb.Of(path, new(
        Flag.Valued("driver", 'd'), Flag.NotYet("label", null, FlagValue.Required), Flag.NotYet("opt", 'o', FlagValue.Required), Flag.NotYet("subnet", null, FlagValue.Required), Flag.NotYet("internal"), Flag.NotYet("attachable")), 1, 1, "one name",
        a => new DockerResourceCreate { Kind = kind, Object = a.Text(a.Operands[0], $"docker.{kind}"), Driver = a.Value("driver") });

    private static DockerVerb Link(string path, bool connect) => DockerVerb.Of(path, new(
        Flag.Switch("force", 'f'), Flag.NotYet("alias", null, FlagValue.Required), Flag.NotYet("ip", null, FlagValue.Required), Flag.NotYet("link", null, FlagValue.Required)), 2, 2, "a network and a container",
        a => new DockerNetworkLink
        {
            Network = a.Text(a.Operands[0], DockerArguments.Network, isName: true),
            Container = a.Text(a.Operands[1], DockerArguments.Container, isName: true),
            Connect = connect,
            Force = a.Switch("force"),
        });

    private static DockerVerb Inspection(string path, string? kind, string parameter) => DockerVerb.Of(path, new(Flag.Valued("format", 'f'), Flag.NotYet("size", 's'), Flag.Valued("type"), Flag.Switch("verbose", 'v')), 1, Any, "a name",
        a => new DockerInspect { Objects = a.Names(parameter), Kind = kind ?? a.Value("type"), Format = a.Value("format") });

    private static DockerVerb About(string paths, string what) => DockerVerb.Of(paths, new(Flag.Valued("format", 'f'), Flag.NotYet("verbose", 'v')), 0, 0, "no operand",
        a => new DockerAbout { What = what, Format = a.Value("format") });
}
