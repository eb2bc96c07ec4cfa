using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpsPortal.Tests.OnCall.Channels;

/// <summary>A mail server on the loopback that keeps what it is given, and can be told to refuse or to fall silent.</summary>
internal sealed class MailSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly Task serving;
    private readonly X509Certificate2 certificate;

    /// <summary>After the greeting.</summary>
    public IReadOnlyList<string> Offers { get; init; } = ["STARTTLS", "AUTH PLAIN LOGIN", "8BITMIME", "SMTPUTF8"];
    public bool Implicit { get; init; }

    /// <summary>Command's beginning → the reply in place of the usual one; an empty one hangs up.</summary>
    public Dictionary<string, string> Instead { get; } = [];
    public List<string> Commands { get; } = [];
    public List<string> Messages { get; } = [];

    /// <summary>After each that was kept.</summary>
    public event Action? Got;
    public bool Encrypted { get; private set; }

    public MailSink()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(40), DateTimeOffset.UnixEpoch.AddYears(100));
        certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        AuthorityFile = Path.GetTempFileName();
        File.WriteAllText(AuthorityFile, made.ExportCertificatePem());
        listener.Start();
        serving = ServeAsync();
    }

    public string AuthorityFile { get; }
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await serving;
        certificate.Dispose();
        File.Delete(AuthorityFile);
        over.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(over.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The next one, or the end of the test.
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        if (Implicit) stream = await EncryptAsync(stream);
        var encrypted = Implicit;
        await SayAsync(stream, "220 sink at your service");
        while (await LineAsync(stream) is { } line)
        {
            Commands.Add(line);
            if (Instead.FirstOrDefault(i => line.StartsWith(i.Key, StringComparison.Ordinal)) is { Key: not null } other)
            {
                if (other.Value == "") return;
                await SayAsync(stream, other.Value);
                continue;
            }
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    var offers = encrypted ? Offers.Where(o => o != "STARTTLS").ToList() : Offers;
                    await SayAsync(stream, string.Join("\r\n", offers.Prepend("sink").Select((o, i) => $"250{(i == offers.Count ? ' ' : '-')}{o}")));
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go on");
                    stream = await EncryptAsync(stream);
                    encrypted = true;
                    break;
                case "AUTH" when line == "AUTH LOGIN":
                    await SayAsync(stream, "334 VXNlcm5hbWU6");
                    Commands.Add(Decoded(await LineAsync(stream)));
                    await SayAsync(stream, "334 UGFzc3dvcmQ6");
                    Commands.Add(Decoded(await LineAsync(stream)));
                    await SayAsync(stream, "235 in");
                    break;
                case "AUTH":
                    await SayAsync(stream, "235 in");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    var text = new StringBuilder();
                    while (await LineAsync(stream) is { } data && data != ".") text.Append(data.StartsWith('.') ? data[1..] : data).Append("\r\n");
                    if (Instead.TryGetValue("the message", out var reply))
                    {
                        if (reply == "") return;
                        await SayAsync(stream, reply);
                        break;
                    }
                    Messages.Add(text.ToString());
                    Got?.Invoke();
                    await SayAsync(stream, "250 taken");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private async Task<Stream> EncryptAsync(Stream stream)
    {
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, over.Token);
        Encrypted = true;
        return encrypted;
    }

    private async Task SayAsync(Stream stream, string line)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{line}\r\n"), over.Token);
        await stream.FlushAsync(over.Token);
    }

    private async Task<string?> LineAsync(Stream stream)
    {
        List<byte> line = [];
        var one = new byte[1];
        while (await stream.ReadAsync(one, over.Token) == 1)
        {
            if (one[0] != '\n') line.Add(one[0]);
            else return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
        }
        return null;
    }

    private static string Decoded(string? base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64 ?? ""));
}
