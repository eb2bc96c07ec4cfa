using System.Formats.Tar;
using System.Text;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Files into a pod or out of it, through <c>tar</c> in the container, as kubectl does.</summary>
internal sealed class CopyExecutor : KubernetesExecutor<KubernetesCopy>
{
    /// <summary>Bytes that are kept of the program's words.</summary>
    private const int LongestError = 4096;

    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesCopy action, ActionContext context, CancellationToken cancellation)
    {
        var (pods, refusal) = await Pods.OfAsync(action, action.Resource, context, cancellation);
        if (refusal is not null) return ActionOutcome.Failure(refusal);
        var pod = pods[0];
        var container = action.Container ?? Pods.DefaultContainer(pod, out _);
        if (!Pods.ContainerNames(pod).Contains(container)) return ActionOutcome.Failure($"container {container} is not valid for pod {pod.Name()} out of: {Pods.ContainerList(pod)}");
        return action.IntoPod ? await IntoAsync(action, pod.Name(), container, context, cancellation) : await OutOfAsync(action, pod.Name(), container, context, cancellation);
    }

    private static async Task<ActionOutcome> IntoAsync(KubernetesCopy action, string pod, string container, ActionContext context, CancellationToken cancellation)
    {
        var files = await LocalAsync(action, context, cancellation);
        var slash = action.PodPath.TrimEnd('/').LastIndexOf('/');
        // "/tmp/" is a folder that takes the file under its own name
        var (folder, name) = action.PodPath.EndsWith('/') ? (action.PodPath.TrimEnd('/'), LastPart(action.File)) : (slash <= 0 ? (slash == 0 ? "/" : ".") : action.PodPath[..slash], action.PodPath[(slash + 1)..]);
        using var archive = new MemoryStream();
        await using (var writer = new TarWriter(archive, leaveOpen: true))
            foreach (var (path, bytes) in files)
            {
                using var data = new MemoryStream(bytes);
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, path.Length == 0 ? name : $"{name}/{path}") { DataStream = data, ModificationTime = context.Time.GetUtcNow() }, cancellation);
            }
        archive.Position = 0;
        await context.BeforeSideEffect(cancellation);
        var streams = new TarStreams(archive);
        var code = await context.Kubernetes.ExecAsync(context.Namespace(action), pod, new(["tar", "-xmf", "-", "-C", folder.Length == 0 ? "/" : folder], container), streams, cancellation);
        return code == 0
            ? new(true, $"copied {action.File} ({files.Sum(f => f.Bytes.Length)} bytes) to {pod}:{action.PodPath}", 0)
            : ActionOutcome.Failure(Refusal(pod, code, streams.Words), code);
    }

    private static async Task<ActionOutcome> OutOfAsync(KubernetesCopy action, string pod, string container, ActionContext context, CancellationToken cancellation)
    {
        var streams = new TarStreams(null);
        var code = await context.Kubernetes.ExecAsync(context.Namespace(action), pod, new(["tar", "cf", "-", action.PodPath], container), streams, cancellation);
        if (code != 0) return ActionOutcome.Failure(Refusal(pod, code, streams.Words), code);
        streams.Archive.Position = 0;
        var root = action.PodPath.Trim('/');
        var (count, size) = (0, 0L);
        await using var reader = new TarReader(streams.Archive);
        while (await reader.GetNextEntryAsync(copyData: true, cancellation) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile)) continue;
            var inside = entry.Name.TrimStart('/');
            // only what was asked for, and nothing that would climb out of the folder
            if (inside.Split('/').Contains("..") || !(inside == root || inside.StartsWith(root + "/", StringComparison.Ordinal))) continue;
            var rest = inside == root ? "" : inside[(root.Length + 1)..];
            var name = rest.Length > 0 ? $"{action.File.TrimEnd('/')}/{rest}" : action.File is "." or "./" || action.File.EndsWith('/') ? $"{(action.File is "." or "./" ? "" : action.File)}{LastPart(root)}" : action.File;
            await using var file = await context.Files.CreateAsync(name, append: false, cancellation);
            if (entry.DataStream is { } data) await data.CopyToAsync(file, cancellation);
            (count, size) = (count + 1, size + entry.Length);
            await context.Output.NoteAsync($"{name}: {entry.Length} bytes", cancellation);
        }
        return count == 0 ? ActionOutcome.Failure($"{action.PodPath} in pod {pod} holds no file.") : ActionOutcome.Success($"copied {count} file{(count == 1 ? "" : "s")} ({size} bytes) out of {pod}");
    }

    /// <summary>One file with an empty path, or what lies below a folder.</summary>
    private static async Task<IReadOnlyList<(string Path, byte[] Bytes)>> LocalAsync(KubernetesCopy action, ActionContext context, CancellationToken cancellation)
    {
        if (await StepFileText.BytesAsync(action.File, context, cancellation) is { } bytes) return [("", bytes)];
        var folder = action.File.TrimEnd('/') + "/";
        List<(string, byte[])> found = [];
        foreach (var name in await context.Files.MatchAsync(action.File, cancellation))
            found.Add((name.StartsWith(folder, StringComparison.Ordinal) ? name[folder.Length..] : LastPart(name), await StepFileText.BytesAsync(name, context, cancellation) ?? throw new StepRefusal(StepFileText.Missing(name))));
        return found.Count > 0 ? found : throw new StepRefusal(StepFileText.Missing(action.File));
    }

    private static string Refusal(string pod, int code, string words) => code is 126 or 127 || words.Contains("executable file not found", StringComparison.Ordinal)
        ? $"Pod {pod} has no tar, which copying needs. Print the file with 'kubectl exec {pod} -- cat …' and keep the output instead."
        : $"tar in pod {pod} ended with {code}: {(words.Length > 0 ? words.Trim() : "it gave no reason")}";

    private static string LastPart(string path) => path.TrimEnd('/')[(path.TrimEnd('/').LastIndexOf('/') + 1)..];

    private sealed class TarStreams(Stream? input) : IExecStreams
    {
        /// <summary>Bytes.</summary>
        private const long Most = 256L << 20;

        private readonly StringBuilder words = new();

        public MemoryStream Archive { get; } = new();
        public string Words => words.ToString();
        public Stream? Input => input;

        public ValueTask OutputAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
        {
            Archive.Write(data.Span);
            return Archive.Length <= Most ? ValueTask.CompletedTask : throw new StepRefusal($"That is more than {Most >> 20} MiB, which is too much to copy out through the portal.");
        }

        public ValueTask ErrorAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation)
        {
            if (words.Length < LongestError) words.Append(Encoding.UTF8.GetString(data.Span));
            return ValueTask.CompletedTask;
        }
    }
}
