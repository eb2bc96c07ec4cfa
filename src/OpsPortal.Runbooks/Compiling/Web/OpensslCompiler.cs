using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Web;
using OpsPortal.Runbooks.Compiling.Filters;
using OpsPortal.Runbooks.Compiling.Programs;

namespace OpsPortal.Runbooks.Compiling.Web;

/// <summary><c>openssl s_client</c> and <c>openssl x509 -in</c>; what is piped to <c>s_client</c> only ends it, so it is not read.</summary>
internal sealed class OpensslCompiler : IProgramCompiler
{
    private static readonly HashSet<string> WithoutEffect =
        ["-ign_eof", "-no_ign_eof", "-prexit", "-4", "-6", "-crlf", "-no_ssl3", "-no_tls1", "-no_tls1_1", "-nocommands", "-verify_quiet", "-no-CApath", "-no-CAfile", "-nbio", "-trace_off"];

    private static readonly HashSet<string> ValueWithoutEffect = ["-verify", "-verify_depth", "-timeout"];

    public IReadOnlyList<string> Programs => ["openssl"];

    public Verdict Compile(Invocation invocation) => invocation.Arguments.ToArray() switch
    {
        ["s_client", .. var rest] => Client(rest, invocation.Context),
        ["x509", .. var rest] => File(rest),
        [var verb, ..] => Verdict.Manual($"openssl {ParameterText.Display(verb)} is not yet understood"),
        [] => Verdict.Manual("openssl waits for commands at a terminal") with { Interactive = true },
    };

    private static Verdict Client(string[] words, CommandContext context)
    {
        string? target = null, host = null, port = null;
        var inspect = new TlsInspect { Host = "" };
        for (var i = 0; i < words.Length; i++)
        {
            // openssl takes two dashes as well
            var word = words[i].StartsWith("--", StringComparison.Ordinal) ? words[i][1..] : words[i];
            var next = i + 1 < words.Length ? words[i + 1] : null;
            var valued = word is "-connect" or "-host" or "-port" or "-servername" or "-verify_hostname" || ValueWithoutEffect.Contains(word);
            if (valued && next is null) return Verdict.Manual($"{word} has no value");
            switch (word)
            {
                case "-connect": target = next; break;
                case "-host": host = next; break;
                case "-port": port = next; break;
                case "-servername": inspect = inspect with { ServerName = next }; break;
                case "-noservername": inspect = inspect with { ServerName = "" }; break;
                case "-verify_hostname": inspect = inspect with { VerifyName = next }; break;
                case "-showcerts": inspect = inspect with { ShowCertificates = true }; break;
                case "-tls1_2": inspect = inspect with { Version = "1.2" }; break;
                case "-tls1_3": inspect = inspect with { Version = "1.3" }; break;
                case "-starttls": return Verdict.Manual("-starttls of openssl s_client is not yet understood");
                case var _ when WithoutEffect.Contains(word) || ValueWithoutEffect.Contains(word): break;
                case var _ when !word.StartsWith('-') && target is null: target = word; break;
                default: return Verdict.Manual($"{ParameterText.Display(word)} of openssl s_client is not yet understood");
            }
            if (valued) i++;
        }
        target ??= host is null ? null : port is null ? host : $"{host}:{port}";
        if (target is null) return Verdict.Manual("openssl s_client names no server (-connect host:port)");
        var (name, number) = Split(target);
        if (name.Length == 0) return Verdict.Manual("openssl s_client names no host");
        if (number is not null && !number.Contains(ParameterText.Open) && !(ushort.TryParse(number, out var p) && p > 0)) return Verdict.Manual($"\"{number}\" is no port");
        _ = context.Parameters.Take(name, "text");
        return Verdict.Native(inspect with { Host = name, Port = number ?? "4433" });
    }

    // [::1]:443, host:443, <host>:443
    private static (string Host, string? Port) Split(string target)
    {
        if (target is ['[', ..] && target.IndexOf(']') is > 0 and var end) return (target[1..end], end + 2 < target.Length ? target[(end + 2)..] : null);
        var colon = target.LastIndexOf(':');
        return colon < 0 || target.IndexOf(ParameterText.Close, colon) is >= 0 and var close && target.LastIndexOf(ParameterText.Open, colon) > target.LastIndexOf(ParameterText.Close, colon) && close > colon
            ? (target, null) : (target[..colon], target[(colon + 1)..]);
    }

    private static Verdict File(string[] words)
    {
        List<string> rest = [.. words];
        var at = rest.FindIndex(w => w is "-in" or "--in");
        if (at < 0 || at + 1 >= rest.Count) return Verdict.Manual("openssl x509 names no file (-in), and nothing is piped to it");
        var file = rest[at + 1];
        rest.RemoveRange(at, 2);
        return X509Compiler.Read("openssl x509", rest, out var reason) is { } print ? Verdict.Native(new CertificateShow { File = file, Print = print }) : Verdict.Manual(reason!);
    }
}
