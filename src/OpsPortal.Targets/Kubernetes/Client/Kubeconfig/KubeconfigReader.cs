using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>YAML (or JSON) → <see cref="Kubeconfig"/>. Unknown keys pass; nothing outside the text is looked at.</summary>
internal static class KubeconfigReader
{
    private const int LongestText = 1 << 20;

    /// <summary>Deeper than any kubeconfig; the document model recurses and must not exhaust the stack.</summary>
    private const int DeepestNesting = 32;

    public static Kubeconfig Read(string yaml)
    {
        if (string.IsNullOrWhiteSpace(yaml))
            throw new KubeconfigException("the kubeconfig is empty; paste the whole file");
        if (yaml.Length > LongestText)
            throw new KubeconfigException("the kubeconfig is larger than 1 MiB; reduce it with: kubectl config view --minify --flatten "
                + "--raw");
        var root = Document(yaml);
        if (root.Text("kind") is { } kind && kind != "Config")
            throw new KubeconfigException($"this is a {kind}, not a kubeconfig (kind: Config)");
        if (root.Items("clusters").Count == 0 && root.Items("contexts").Count == 0)
            throw new KubeconfigException("this is not a kubeconfig: it has neither clusters nor contexts");
        return new Kubeconfig(
            root.Text("current-context"),
            [.. root.Items("contexts").Select(Context)],
            [.. root.Items("clusters").Select(Cluster)],
            [.. root.Items("users").Select(User)]);
    }

    private static YamlMappingNode Document(string yaml)
    {
        try
        {
            CheckNesting(yaml);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents.FirstOrDefault()?.RootNode as YamlMappingNode
                ?? throw new KubeconfigException("this is not a kubeconfig: the text is not a YAML mapping");
        }
        catch (YamlException e)
        {
            throw new KubeconfigException($"the kubeconfig is not valid YAML, line {e.Start.Line}: {e.Message}");
        }
    }

    private static void CheckNesting(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current?.NestingIncrease ?? 0;
            if (depth > DeepestNesting)
                throw new KubeconfigException($"this is not a kubeconfig: line {parser.Current!.Start.Line} is nested too deeply");
        }
    }

    private static KubeconfigContext Context(YamlMappingNode entry)
    {
        var body = entry.Map("context");
        return new(entry.Name("contexts"), body?.Text("cluster") ?? "", body?.Text("user"), body?.Text("namespace"));
    }

    private static KubeconfigCluster Cluster(YamlMappingNode entry)
    {
        var body = entry.Map("cluster");
        return new(entry.Name("clusters"), body?.Text("server"))
        {
            AuthorityData = body?.Text("certificate-authority-data"),
            AuthorityFile = body?.Text("certificate-authority"),
            TlsServerName = body?.Text("tls-server-name"),
            InsecureSkipTlsVerify = body?.Flag("insecure-skip-tls-verify") ?? false,
            ProxyUrl = body?.Text("proxy-url"),
        };
    }

    private static KubeconfigUser User(YamlMappingNode entry)
    {
        var name = entry.Name("users");
        return entry.Map("user") is not { } body ? new(name) : new(name)
        {
            CertificateData = body.Text("client-certificate-data"),
            CertificateFile = body.Text("client-certificate"),
            KeyData = body.Text("client-key-data"),
            KeyFile = body.Text("client-key"),
            Token = body.Text("token"),
            TokenFile = body.Text("tokenFile"),
            Username = body.Text("username"),
            Password = body.Text("password"),
            AuthProvider = body.Map("auth-provider") is { } provider ? provider.Text("name") ?? "unnamed" : null,
            Exec = body.Map("exec") is { } exec ? Exec(exec) : null,
            Impersonate = body.Text("as") is { } user ? Impersonated(user, body) : null,
        };
    }

    private static KubeconfigExec Exec(YamlMappingNode exec)
    {
        var environment = new Dictionary<string, string>();
        foreach (var variable in exec.Items("env"))
            environment[variable.Name("env")] = variable.Text("value") ?? "";
        return new(exec.Text("apiVersion"), exec.Text("command"), exec.Texts("args"))
        {
            Environment = environment,
            InstallHint = exec.Text("installHint"),
            InteractiveMode = exec.Text("interactiveMode"),
            ProvideClusterInfo = exec.Flag("provideClusterInfo"),
        };
    }

    private static Impersonation Impersonated(string user, YamlMappingNode body) => new(user)
    {
        Uid = body.Text("as-uid"),
        Groups = body.Texts("as-groups"),
        Extra = body.Map("as-user-extra") is { } extra
            ? extra.Children.Keys.OfType<YamlScalarNode>().ToDictionary(k => k.Value ?? "", k => extra.Texts(k.Value ?? ""))
            : new Dictionary<string, IReadOnlyList<string>>(),
    };
}
