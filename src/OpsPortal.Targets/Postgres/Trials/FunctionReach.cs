using System.Text.RegularExpressions;
using Npgsql;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>Whether functions of users, and those that they call in turn, stay within what a rollback takes back.</summary>
internal static partial class FunctionReach
{
    private const int MostRounds = 6;

    [GeneratedRegex(@"\bINSERT\s+INTO\s+([\w.""]+)", RegexOptions.IgnoreCase)]
    private static partial Regex InsertInto();

    /// <summary>Why a statement that calls them is not tried; null where nothing speaks against it.</summary>
    public static async Task<string?> RefusesAsync(NpgsqlConnection connection, IEnumerable<string> functions, CancellationToken cancellation)
    {
        HashSet<string> seen = [];
        var next = functions.Distinct().ToList();
        for (var round = 0; next.Count > 0; round++)
        {
            if (round == MostRounds) return $"{next[0]}() is called through too many others to be judged";
            seen.UnionWith(next);
            List<string> called = [];
            foreach (var (name, language, source) in await SourcesAsync(connection, next, cancellation))
            {
                if (language is not ("sql" or "plpgsql")) return $"{name}() is written in {language}, and may do what a rollback does not take back";
                if (Judge(name, source) is { } why) return why;
                foreach (var table in InsertInto().Matches(source).Select(m => m.Groups[1].Value).Distinct())
                    if (await TableFacts.ReadAsync(connection, table, cancellation) is { Sequenced.Count: > 0 } numbered)
                        return $"{name}() adds rows to {numbered.Name}, and a rollback does not give back the numbers of its sequence";
                called.AddRange(SqlTokens.Calls(SqlTokens.Of(source)));
            }
            next = [.. called.Where(c => !seen.Contains(c)).Distinct()];
        }
        return null;
    }

    /// <summary>The same of a block (<c>DO</c>), whose source stands in the statement.</summary>
    public static async Task<string?> BlockAsync(NpgsqlConnection connection, SqlStatement block, CancellationToken cancellation)
    {
        var body = block.Tokens.FirstOrDefault(t => t.Kind == SqlKind.Literal && t.Text.StartsWith('$')).Text ?? block.Tokens.FirstOrDefault(t => t.Kind == SqlKind.Literal).Text;
        if (body is null) return "DO is not tried: its source is not found";
        var source = body.StartsWith('$') ? body[(body.IndexOf('$', 1) + 1)..body.LastIndexOf('$', body.Length - 2)] : body.Trim('\'');
        return Judge("DO", source) ?? await RefusesAsync(connection, SqlTokens.Calls(SqlTokens.Of(source)), cancellation);
    }

    private static string? Judge(string name, string source)
    {
        var tokens = SqlTokens.Of(source);
        if (SqlTokens.Calls(tokens).FirstOrDefault(TrialRule.IsOutside) is { } outside) return $"{name}() calls {outside}(), which a rollback does not take back";
        return tokens.Any(t => t.Is("EXECUTE")) ? $"{name}() puts statements together while it runs" : tokens.Any(t => t.Is("NOTIFY") || t.Is("PROGRAM")) ? $"{name}() reaches beyond the database" : null;
    }

    private static async Task<List<(string Name, string Language, string Source)>> SourcesAsync(NpgsqlConnection connection, List<string> names, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select p.proname::text, l.lanname::text, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) from pg_proc p join pg_language l on l.oid = p.prolang
            where p.proname = any($1) and p.prokind in ('f', 'p') and p.pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            """, connection)
        { Parameters = { new() { Value = names.ToArray() } } };
        List<(string, string, string)> sources = [];
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) sources.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return sources;
    }
}
