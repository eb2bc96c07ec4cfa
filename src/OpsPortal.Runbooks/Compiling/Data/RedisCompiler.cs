using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Compiling.Programs;
using OpsPortal.Runbooks.Diagnostics;

namespace OpsPortal.Runbooks.Compiling.Data;

/// <summary><c>redis-cli</c>. Its options end where the command begins, so that a command keeps words such as <c>-1</c>.</summary>
internal sealed class RedisCompiler : IContainedProgramCompiler
{
    private static readonly HashSet<string> Ignored = ["--raw", "--no-auth-warning", "-c", "--tls", "--insecure", "-3", "-2", "--askpass"];
    private static readonly HashSet<string> IgnoredValued = ["--cacert", "--cert", "--key", "--sni", "--cacertdir", "--user", "--tls-ciphers"];

    public IReadOnlyList<string> Programs => ["redis-cli", "valkey-cli", "keydb-cli"];

    public Verdict Compile(Invocation invocation) => Compile(invocation, null)!;

    public Verdict? CompileInside(Invocation invocation, StepAction inside) => Compile(invocation, inside);

    private static Verdict? Compile(Invocation invocation, StepAction? inside)
    {
        var context = invocation.Context;
        var words = invocation.Arguments;
        var connection = new Connection();
        string? database = null, pattern = null, count = null;
        bool scan = false, typed = false;
        var at = 0;
        for (; at < words.Count && words[at].StartsWith('-') && words[at].Length > 1; at++)
        {
            var (flag, valued) = (words[at], at + 1 < words.Count);
            string Value() => context.Parameters.Take(words[++at]);
            switch (flag)
            {
                case "-h" when valued: connection = connection with { Host = context.Parameters.Take(words[++at], "text", isName: true) }; break;
                case "-p" when valued: connection = connection with { Port = context.Parameters.Take(words[++at], "number", isName: true) }; break;
                case "-n" when valued: database = context.Parameters.Take(words[++at], "number", isName: true); break;
                case "-u" when valued:
                    connection = Connection.Of(Value());
                    if (connection.Variable is { } variable) context.Parameters.Forget(variable);
                    if (connection.HasPassword) WarnOfPassword(context);
                    break;
                case "-a" or "--pass" when valued:
                    Password(words[++at], context);
                    break;
                case "--pattern" when valued: pattern = Value(); break;
                case "--count" when valued: count = Value(); break;
                case "--scan": scan = true; break;
                case "--no-raw": typed = true; break;
                case var known when Ignored.Contains(known): break;
                case var known when IgnoredValued.Contains(known) && valued: at++; break;
                default:
                    if (inside is not null) return null;
                    context.Note(DiagnosticSeverity.Info, DiagnosticCodes.UnsupportedFlag, $"{flag} of redis-cli is not yet understood.");
                    return Verdict.Manual($"{flag} of redis-cli is not yet understood") with { Interactive = flag is "--stat" or "--latency" or "--latency-history" };
            }
        }
        List<string> command = [.. words.Skip(at).Select(w => context.Parameters.Take(w))];
        // in a URL the path is the database's number
        var place = Places.Of(connection with { Database = null }, inside, "6379") with { Database = database ?? connection.Database };
        return Verdict.Native(scan ? new RedisScan { Place = place, Pattern = pattern, Count = count } : new RedisCommand { Place = place, Words = command, Typed = typed });
    }

    /// <summary>The binding has the password; one that the command names is not asked for.</summary>
    private static void Password(string word, CommandContext context)
    {
        if (ParameterText.Names(word) is [var name]) context.Parameters.Forget(name);
        else if (word.Length > 0) WarnOfPassword(context);
    }

    private static void WarnOfPassword(CommandContext context) =>
        context.Note(DiagnosticSeverity.Warning, DiagnosticCodes.PasswordInCommand, "A password stands in this command; whoever reads the runbook has it. The environment's binding holds the password that is used.");
}
