using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Actions.Host;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Actions.Web;

namespace OpsPortal.Runbooks.Actions.Files;

/// <summary>
/// Which files a step reads and which it makes, as its command names them; they may hold places, be patterns or folders. Text that the
/// command carries itself (a here-document) is no file. Pure.
/// </summary>
public sealed partial class StepFileUse
{
    private readonly List<string> reads = [], writes = [];

    private StepFileUse() { }

    /// <summary>In order, each once; what the step has made itself by then is left out.</summary>
    public IReadOnlyList<string> Reads => reads;

    /// <summary>In order, each once.</summary>
    public IReadOnlyList<string> Writes => writes;

    public static StepFileUse Of(Step step)
    {
        var use = new StepFileUse();
        foreach (var lookup in step.Lookups) use.Add(lookup.Action, lookup.Filters);
        if (step.Action is { } action) use.Add(action, step.Filters);
        return use;
    }

    /// <summary>Without a leading <c>./</c>, as files are stored.</summary>
    private static string Plain(string name) => name.StartsWith("./", StringComparison.Ordinal) && name.Length > 2 ? name[2..] : name;

    private void Add(StepAction action, IReadOnlyList<TextFilter> filters)
    {
        switch (action)
        {
            case FlowAction flow:
                foreach (var part in flow is FlowForEach each ? [each.Source, each.Body] : flow.All) Add(part);
                break;
            case FileRead read: Read(read.Names); break;
            case KubernetesManifestChange change: Read(change.Files); break;
            case KubernetesDiff diff: Read(diff.Files); break;
            case KubernetesPatch { PatchFile: { } file }: Read([file]); break;
            case KubernetesCreateObject made: Read(made.Options.Where(o => o.Flag is "from-file" or "from-env-file" || (o.Flag is "cert" or "key" && made.Kind == "secret tls")).Select(o => o.Value)); break;
            case KubernetesCopy copy: ReadOrWrite(copy.IntoPod, copy.File); break;
            case DockerCopy copy: ReadOrWrite(copy.Into, copy.Into ? copy.From : copy.To); break;
            case ComposeAction compose: Read(compose.Files); break;
            case PostgresQuery query: Read(query.Commands.SelectMany(c => Included().Matches(c)).Select(m => m.Groups[1].Value).Concat(query.Files)); break;
            case PostgresRestore { File: { } archive }: Read([archive]); break;
            case PostgresDump { File: { } dump }: Write([dump]); break;
            case HttpSend send: Add(send); break;
            case PrometheusQuery { Request: { } request }: Add(request); break;
            case CertificateShow show: Read([show.File]); break;
            case HostRun run: Read(HostWords.Files(run)); break;
        }
        foreach (var filter in filters)
            if (filter is ToFile file) Write([file.Name]);
            else if (filter is Tee tee) Write(tee.Names);
    }

    private void Add(FlowPart part)
    {
        foreach (var lookup in part.Lookups) Add(lookup.Action, lookup.Filters);
        Add(part.Action, part.Filters);
    }

    private void Add(HttpSend send)
    {
        Read(send.Query.Concat(send.Body?.Data ?? []).Select(d => d.File).Concat((send.Body?.Fields ?? []).Select(f => f.File)).Append(send.Body?.Upload).OfType<string>());
        Write(send.Transfers.Select(t => t.File).Append(send.HeaderFile).Append(send.Cookies.KeptIn).OfType<string>());
        Write(send.Transfers.Where(t => t.NamedAsRemote).Select(t => AddressText.Path(t.Url.Template())).Select(path => path[(path.LastIndexOf('/') + 1)..]));
    }

    private void ReadOrWrite(bool reads, string name)
    {
        if (reads) Read([name]);
        else Write([name]);
    }

    private void Read(IEnumerable<string> names)
    {
        foreach (var name in names.Where(IsFile).Select(Plain))
            if (!reads.Contains(name) && !writes.Contains(name)) reads.Add(name);
    }

    private void Write(IEnumerable<string> names)
    {
        foreach (var name in names.Where(IsFile).Select(Plain))
            if (!writes.Contains(name)) writes.Add(name);
    }

    /// <summary>Not what is piped in, not a device, not an address.</summary>
    private static bool IsFile(string name) =>
        name.Length > 0 && name is not ("-" or "." or "./") && !name.StartsWith("/dev/", StringComparison.Ordinal) && !name.Contains("://", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*\\ir?\s+'?([^\s']+)", RegexOptions.Multiline)]
    private static partial Regex Included();
}
