using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpsPortal.OnCall.Channels.Mail;

/// <summary>What a mail server said.</summary>
/// <param name="Code">Three digits (RFC 5321, 4.2).</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public string Text => string.Join(' ', Lines);
}

/// <summary>A command was refused.</summary>
internal sealed class SmtpRefusedException(string command, SmtpReply reply) : IOException($"the mail server refused {command}: {reply.Code} {reply.Text}")
{
    public bool Forever => reply.Code >= 500;
}

/// <summary>One connection to a mail server, by RFC 5321, 3207 and 4954.</summary>
internal sealed class SmtpConversation : IAsyncDisposable
{
    private const int LongestLine = 4_096;
    private const int MostLines = 100;

    private readonly MailSettings settings;
    private readonly TcpClient client = new() { NoDelay = true };
    private readonly byte[] buffer = new byte[LongestLine];
    private int read, held;
    private Stream stream = Stream.Null;
    private HashSet<string> offers = [];

    private SmtpConversation(MailSettings settings) => this.settings = settings;

    /// <summary>The server takes addresses with other letters than ASCII (RFC 6531).</summary>
    public bool TakesUtf8 => offers.Contains("SMTPUTF8");

    /// <summary>Connected, encrypted as the settings ask for, and signed in.</summary>
    public static async Task<SmtpConversation> OpenAsync(MailSettings settings, CancellationToken cancellation)
    {
        var conversation = new SmtpConversation(settings);
        try
        {
            await conversation.BeginAsync(cancellation);
            return conversation;
        }
        catch
        {
            await conversation.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="SmtpRefusedException">It answered with a code of another class than <paramref name="expected"/>.</exception>
    /// <param name="shown">What an error may call the command; null where it has no secret in it.</param>
    public async Task<SmtpReply> SayAsync(string command, int expected, CancellationToken cancellation, string? shown = null)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"{command}\r\n"), cancellation);
        await stream.FlushAsync(cancellation);
        return await HearAsync(shown ?? command, expected, cancellation);
    }

    public async Task WriteAsync(string text, CancellationToken cancellation)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
        await stream.FlushAsync(cancellation);
    }

    public async Task<SmtpReply> HearAsync(string command, int expected, CancellationToken cancellation)
    {
        List<string> lines = [];
        while (true)
        {
            var line = await LineAsync(cancellation);
            if (line.Length < 3 || !int.TryParse(line[..3], out var code) || lines.Count == MostLines) throw new IOException($"the mail server answered \"{line}\", which is no reply");
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-') continue;
            var reply = new SmtpReply(code, lines);
            return code / 100 == expected / 100 ? reply : throw new SmtpRefusedException(command, reply);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        client.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancellation)
    {
        await client.ConnectAsync(settings.Host, settings.Port, cancellation);
        stream = client.GetStream();
        if (settings.Tls == "implicit") await EncryptAsync(cancellation);
        await HearAsync("the connection", 220, cancellation);
        await GreetAsync(cancellation);
        if (settings.Tls == "starttls")
        {
            if (!offers.Contains("STARTTLS")) throw new IOException("the mail server offers no encryption; set Smtp__Tls to implicit for port 465, or to none where that is meant");
            await SayAsync("STARTTLS", 220, cancellation);
            // What came before the encryption could be anybody's (RFC 3207, 4.2).
            if (read != held) throw new IOException("the mail server sent more than its answer before the encryption began");
            await EncryptAsync(cancellation);
            await GreetAsync(cancellation);
        }
        if (settings.User is { Length: > 0 } user) await SignInAsync(user, settings.Password ?? "", cancellation);
    }

    private async Task GreetAsync(CancellationToken cancellation)
    {
        var greeting = await SayAsync($"EHLO {Name(client)}", 250, cancellation);
        offers = new(greeting.Lines.Skip(1).SelectMany(l => l.Split(' ') is [var word, .. var rest] ? rest.Select(r => $"{word} {r}").Prepend(word) : []), StringComparer.OrdinalIgnoreCase);
    }

    private async Task SignInAsync(string user, string password, CancellationToken cancellation)
    {
        if (offers.Contains("AUTH PLAIN"))
            await SayAsync($"AUTH PLAIN {Encoded($"\0{user}\0{password}")}", 235, cancellation, "the user and password");
        else if (offers.Contains("AUTH LOGIN"))
        {
            await SayAsync("AUTH LOGIN", 334, cancellation);
            await SayAsync(Encoded(user), 334, cancellation, "the user");
            await SayAsync(Encoded(password), 235, cancellation, "the password");
        }
        else throw new IOException("the mail server offers no way to sign in that is known here (PLAIN, LOGIN)");
    }

    private async Task EncryptAsync(CancellationToken cancellation)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = settings.Host };
        if (settings.Authority is { Length: > 0 } file)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            options.CertificateChainPolicy = policy;
        }
        var encrypted = new SslStream(stream);
        await encrypted.AuthenticateAsClientAsync(options, cancellation);
        stream = encrypted;
    }

    private async Task<string> LineAsync(CancellationToken cancellation)
    {
        using var line = new MemoryStream();
        while (true)
        {
            if (read == held)
            {
                (read, held) = (0, await stream.ReadAsync(buffer, cancellation));
                if (held == 0) throw new IOException("the mail server hung up");
            }
            var next = buffer[read++];
            if (next == '\n') return Encoding.UTF8.GetString(line.ToArray()).TrimEnd('\r');
            line.WriteByte(next);
            if (line.Length > LongestLine) throw new IOException("the mail server's answer has no end");
        }
    }

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>An address literal, which needs no name in the DNS (RFC 5321, 4.1.3).</summary>
    private static string Name(TcpClient client) => ((System.Net.IPEndPoint)client.Client.LocalEndPoint!).Address is var address && address.IsIPv4MappedToIPv6 ? $"[{address.MapToIPv4()}]"
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";
}
