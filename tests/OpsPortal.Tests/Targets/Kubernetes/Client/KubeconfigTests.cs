using System.Text;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class KubeconfigTests
{
    private const string Two = """
        apiVersion: v1
        kind: Config
        current-context: staging
        contexts:
        - name: staging
          context: {cluster: here, user: deployer, namespace: platform}
        - name: production
          context: {cluster: there, user: reader}
        clusters:
        - name: here
          cluster: {server: "https://10.0.0.1:6443", insecure-skip-tls-verify: true, proxy-url: "socks5://proxy:1080"}
        - name: there
          cluster: {server: "https://gate.example/k8s/clusters/c-1", tls-server-name: api.internal}
        users:
        - name: deployer
          user: {token: secret-token, as: jane, as-groups: [ops, oncall], as-user-extra: {reason: [drill]}}
        - name: reader
          user: {username: u, password: p}
        """;

    [Fact]
    public void TheCurrentContextIsTakenWhereNoneIsNamed()
    {
        var connection = Read(Two).Connection();

        Assert.Equal(new Uri("https://10.0.0.1:6443"), connection.Server);
        Assert.Equal(new Uri("socks5://proxy:1080"), connection.Proxy);
        Assert.True(connection.SkipTlsVerification);
        Assert.Equal("platform", connection.DefaultNamespace);
        Assert.Equal(new ClusterCredential.Token("secret-token"), connection.Credential);
        Assert.Equal("jane", connection.Impersonate!.User);
        Assert.Equal(["ops", "oncall"], connection.Impersonate.Groups);
        Assert.Equal(["drill"], connection.Impersonate.Extra["reason"]);
    }

    [Fact]
    public void AnotherContextCanBeNamed()
    {
        var connection = Read(Two).Connection("production");

        Assert.Equal("/k8s/clusters/c-1", connection.Server.AbsolutePath);
        Assert.Equal("api.internal", connection.TlsServerName);
        Assert.Equal("default", connection.DefaultNamespace);
        Assert.Equal(new ClusterCredential.Password("u", "p"), connection.Credential);
    }

    [Fact]
    public void SecretsDoNotPrint()
    {
        var config = Read(Two);

        Assert.DoesNotContain("secret-token", $"{config.Users[0]}{config.Connection()}{config.Connection().Credential}");
    }

    [Theory]
    [InlineData("", "the kubeconfig is empty")]
    [InlineData("a: [", "not valid YAML, line")]
    [InlineData("- a", "not a YAML mapping")]
    [InlineData("kind: Pod", "this is a Pod, not a kubeconfig")]
    [InlineData("kind: Config", "neither clusters nor contexts")]
    [InlineData("contexts: yes", "contexts in the kubeconfig must be a list (line 1)")]
    [InlineData("contexts: [{context: {}}]", "an entry of contexts has no name")]
    public void WhatIsNoKubeconfigIsToldAsSuch(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<KubeconfigException>(() => Read(text)).Message);

    [Fact]
    public void DeepNestingIsRefusedRatherThanFollowed() =>
        Assert.Contains("nested too deeply", Assert.Throws<KubeconfigException>(() => Read(new string('[', 100_000))).Message);

    [Theory]
    [InlineData("x", "the kubeconfig has no context named x; it has: staging, production")]
    public void AMissingContextIsToldWithThoseThatExist(string context, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<KubeconfigException>(() => Read(Two).Connection(context)).Message);

    [Theory]
    [InlineData("{cluster: c, user: nobody}", "{server: \"https://a\"}", "{}", "names the user \"nobody\"")]
    [InlineData("{cluster: none, user: u}", "{server: \"https://a\"}", "{}", "names the cluster \"none\"")]
    [InlineData("{cluster: c, user: u}", "{}", "{}", "the cluster c has no server")]
    [InlineData("{cluster: c, user: u}", "{server: \"ftp://a\"}", "{}", "is not an address such as")]
    [InlineData("{cluster: c, user: u}", "{server: \"https://a\", proxy-url: nonsense}", "{}", "the proxy-url \"nonsense\"")]
    [InlineData("{cluster: c, user: u}", "{server: \"https://a\", certificate-authority-data: \"%%%\"}", "{}", "certificate-authority-data is not base64")]
    [InlineData("{cluster: c, user: u}", "{server: \"https://a\", certificate-authority-data: \"aGVsbG8=\"}", "{}", "holds no certificate")]
    [InlineData("{cluster: c, user: u}", "{server: \"https://a\", certificate-authority: /etc/ca.pem}", "{}", "may not read the portal's files; embed it as certificate-authority-data")]
    [InlineData("{cluster: c, user: u}", "{server: \"https://a\"}", "{client-key: /etc/shadow}", "may not read the portal's files")]
    [InlineData("{cluster: c, user: u}", "{server: \"https://a\"}", "{tokenFile: /etc/passwd}", "embed it as token")]
    [InlineData("{cluster: c, user: u}", "{server: \"https://a\"}", "{client-certificate-data: \"aGVsbG8=\"}", "a client certificate but no client key")]
    [InlineData("{cluster: c, user: u}", "{server: \"https://a\"}", "{exec: {apiVersion: client.authentication.k8s.io/v1, command: aws}}", "by running aws, which this portal does not do for a pasted kubeconfig")]
    [InlineData("{cluster: c, user: u}", "{server: \"https://a\"}", "{auth-provider: {name: gcp}}", "the auth-provider gcp, which Kubernetes removed in 1.26")]
    public void WhatCannotBeUsedIsToldWithWhatToDo(string context, string cluster, string user, string sentence)
    {
        var config = Read(One(context, cluster, user));

        Assert.Contains(sentence, Assert.Throws<KubeconfigException>(() => config.Connection()).Message);
    }

    [Theory]
    [InlineData("{apiVersion: client.authentication.k8s.io/v1alpha1, command: aws}", "speaks client.authentication.k8s.io/v1alpha1")]
    [InlineData("{apiVersion: client.authentication.k8s.io/v1, command: aws, interactiveMode: Always}", "wants a terminal")]
    [InlineData("{apiVersion: client.authentication.k8s.io/v1}", "has no command")]
    public void APluginThatCannotWorkIsToldBeforeItIsRun(string exec, string sentence)
    {
        var config = Kubeconfig.Parse(One("{cluster: c, user: u}", "{server: \"https://a\"}", $"{{exec: {exec}}}"), new KubeconfigPolicy { AllowExec = true });

        Assert.Contains(sentence, Assert.Throws<KubeconfigException>(() => config.Connection()).Message);
    }

    [Theory]
    [InlineData("RSA")]
    [InlineData("PKCS8")]
    [InlineData("EC")]
    [InlineData("EC-PKCS8")]
    public void ClientKeysOfEveryKindAreRead(string kind)
    {
        var (certificate, key) = new TestCertificates().Client("jane", kind);
        var user = $"{{client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}}}";

        var connection = Read(One("{cluster: c, user: u}", "{server: \"https://a\"}", user)).Connection();

        Assert.Equal("CN=jane", connection.ClientCertificate!.Certificate.Subject);
        Assert.True(connection.ClientCertificate.Certificate.HasPrivateKey);
    }

    [Fact]
    public void AKeyOfAnotherCertificateIsRefused()
    {
        var certificates = new TestCertificates();
        var user = $"{{client-certificate-data: {Base64(certificates.Client("a", "EC").Certificate)}, client-key-data: {Base64(certificates.Client("b", "EC").Key)}}}";

        var error = Assert.Throws<KubeconfigException>(() => Read(One("{cluster: c, user: u}", "{server: \"https://a\"}", user)).Connection());

        Assert.Contains("belong to each other", error.Message);
    }

    [Fact]
    public void FilesAreReadFromTheKubeconfigsFolderWhereThatIsAllowed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("ca.pem", new TestCertificates().Authority.ExportCertificatePem());
        var policy = new KubeconfigPolicy { AllowFiles = true, Directory = folder.Path };
        var text = One("{cluster: c, user: u}", "{server: \"https://a\", certificate-authority: ca.pem}", "{tokenFile: token}");

        var connection = Kubeconfig.Parse(text, policy).Connection();

        Assert.Equal("CN=test-ca", Assert.Single(connection.CertificateAuthorities!).Subject);
        Assert.Equal(new ClusterCredential.TokenFile(Path.Combine(folder.Path, "token")), connection.Credential);
    }

    [Fact]
    public void APodFindsItsOwnCluster()
    {
        using var folder = new TemporaryFolder();
        folder.Write("token", "t");
        folder.Write("namespace", "ops\n");
        folder.Write("ca.crt", new TestCertificates().Authority.ExportCertificatePem());
        var variables = new Dictionary<string, string> { ["KUBERNETES_SERVICE_HOST"] = "fd00::1", ["KUBERNETES_SERVICE_PORT"] = "443" };

        var connection = ClusterConnection.InCluster(folder.Path, variables.GetValueOrDefault);

        Assert.Equal("https://[fd00::1]", connection.ToString());
        Assert.Equal("ops", connection.DefaultNamespace);
        Assert.Single(connection.CertificateAuthorities!);
    }

    [Fact]
    public void OutsideOfAClusterThatIsTold() =>
        Assert.Contains("does not run inside a cluster", Assert.Throws<KubeconfigException>(() => ClusterConnection.InCluster("/nowhere", _ => null)).Message);

    private static Kubeconfig Read(string text) => Kubeconfig.Parse(text, KubeconfigPolicy.Pasted);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string One(string context, string cluster, string user) => $"""
        contexts: [{"{"}name: x, context: {context}{"}"}]
        clusters: [{"{"}name: c, cluster: {cluster}{"}"}]
        users: [{"{"}name: u, user: {user}{"}"}]
        """;
}
