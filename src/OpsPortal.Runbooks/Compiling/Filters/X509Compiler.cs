using System.Globalization;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Runbooks.Compiling.Filters;

/// <summary><c>openssl x509</c> behind a pipe. openssl prints in the order of its options.</summary>
internal sealed class X509Compiler : FilterCompiler
{
    public override TextFilter? Compile(string source, IReadOnlyList<string> words, out string? reason)
    {
        reason = words is ["x509", ..] ? null : $"the filter openssl {(words.Count > 0 ? ParameterText.Display(words[0]) : "without a command")} is not yet understood";
        return reason is null ? Read(source, [.. words.Skip(1)], out reason) : null;
    }

    /// <param name="words">Behind <c>x509</c>, without a file.</param>
    public static X509? Read(string source, IReadOnlyList<string> words, out string? reason)
    {
        reason = null;
        List<X509Print> prints = [];
        var filter = new X509(source) { Prints = prints };
        for (var i = 0; i < words.Count && reason is null; i++)
        {
            // openssl takes two dashes as well
            var word = words[i].StartsWith("--", StringComparison.Ordinal) ? words[i][1..] : words[i];
            var next = i + 1 < words.Count ? words[i + 1] : null;
            switch (word)
            {
                case "-noout": filter = filter with { Pem = false }; break;
                case "-dates": prints.AddRange([X509Print.StartDate, X509Print.EndDate]); break;
                case "-startdate": prints.Add(X509Print.StartDate); break;
                case "-enddate": prints.Add(X509Print.EndDate); break;
                case "-subject": prints.Add(X509Print.Subject); break;
                case "-issuer": prints.Add(X509Print.Issuer); break;
                case "-serial": prints.Add(X509Print.Serial); break;
                case "-fingerprint": prints.Add(X509Print.Fingerprint); break;
                case "-text": prints.Add(X509Print.Text); break;
                case "-sha1" or "-sha256" or "-sha384" or "-sha512" or "-md5": filter = filter with { Digest = word[1..] }; break;
                case "-ext" when next is not null:
                    prints.Add(X509Print.Extensions);
                    filter = filter with { Extensions = next.Split(',') };
                    i++;
                    break;
                case "-checkend" when long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds):
                    filter = filter with { CheckEnd = seconds };
                    i++;
                    break;
                case "-inform" or "-outform" when next is "PEM" or "pem": i++; break;
                case "-in" when next is "-" or "/dev/stdin": i++; break;
                case "-in": reason = "openssl x509 reads a file here instead of what is piped to it"; break;
                default: reason = $"{ParameterText.Display(word)} of openssl x509 is not yet understood"; break;
            }
        }
        return reason is null ? filter : null;
    }
}
