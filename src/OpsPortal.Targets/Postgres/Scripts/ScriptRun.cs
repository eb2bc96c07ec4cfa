using Npgsql;
using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Postgres.Scripts;

/// <summary>
/// Runs a script as its lines come; a dump of any size is never held. Commands of psql that reach beyond the server (<c>\!</c>, <c>\copy</c>,
/// <c>\i</c>, <c>\o</c>) end it.
/// </summary>
internal sealed class ScriptRun(SqlSession session, ServerBinding server, PostgresQuery action, ActionContext context, string? name)
{
    /// <summary>Null where it ran to its end, whatever the server said on the way; else why it had to stop.</summary>
    public async Task<string?> RunAsync(IAsyncEnumerable<string> source, CancellationToken cancellation)
    {
        await using var lines = source.GetAsyncEnumerator(cancellation);
        var splitter = new StatementSplitter(action.Variables);
        while (await lines.MoveNextAsync())
        {
            foreach (var piece in splitter.Add(lines.Current))
            {
                var (stop, refusal) = await PieceAsync(piece, lines, splitter, cancellation);
                if (stop) return refusal;
            }
            if (splitter.Held > PostgresLimits.Statement) return $"A statement of {Shown} is longer than {PostgresLimits.Statement >> 20} MiB, which is not taken. Is it a script of SQL?";
        }
        return splitter.End() is { } last ? (await PieceAsync(last, lines, splitter, cancellation)).Refusal : null;
    }

    private string Shown => name ?? "the input";

    private async Task<(bool Stop, string? Refusal)> PieceAsync(ScriptPiece piece, IAsyncEnumerator<string> lines, StatementSplitter splitter, CancellationToken cancellation)
    {
        if (name is not null) session.Prefix = $"psql:{name}:{piece.Line}: ";
        if (piece.Meta) return await MetaAsync(piece, cancellation);
        var well = piece.TakesData
            ? await session.CopyInAsync(piece.Text, new CopyData(lines, splitter), cancellation)
            : await session.RunAsync(piece.Text, piece.Text, 0, cancellation);
        if (session.Connection.FullState.HasFlag(System.Data.ConnectionState.Broken) || session.Connection.State == System.Data.ConnectionState.Closed)
            return (true, $"The server ended the connection at line {piece.Line} of {Shown}: {session.Last}");
        return well || !(action.StopOnError || action.SingleTransaction) ? (false, null) : (true, $"Stopped at line {piece.Line} of {Shown}: {session.Last}");
    }

    private async Task<(bool Stop, string? Refusal)> MetaAsync(ScriptPiece piece, CancellationToken cancellation)
    {
        var words = piece.Text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            // guards of newer dumps against commands smuggled into them; here there is nothing to guard
            case "\\restrict" or "\\unrestrict" or "\\timing" or "\\pset" or "\\set" or "\\encoding" or "\\unset" or "\\." or "\\r" or "\\reset":
                return (false, null);
            case "\\q" or "\\quit":
                return (true, null);
            case "\\echo" or "\\qecho":
                await context.Output.OutAsync(string.Join(' ', words.Skip(1)).Trim('\''), cancellation);
                return (false, null);
            case "\\c" or "\\connect":
                return await ConnectAsync(words, cancellation);
            default:
                return (true, $"Line {piece.Line} of {Shown} has {words[0]}, a command of psql that is not carried out here. What stands before it has run; take it out, and run the rest.");
        }
    }

    private async Task<(bool Stop, string? Refusal)> ConnectAsync(string[] words, CancellationToken cancellation)
    {
        var database = words.Skip(1).FirstOrDefault(w => !w.StartsWith('-')) is { } given ? Database(given) : null;
        if (database is null or "-") return (false, null);
        try
        {
            await session.MoveAsync(await PostgresServer.OpenAsync(server, action.Place with { Database = database }, null, cancellation));
            return (false, null);
        }
        catch (PostgresException refused)
        {
            var sentence = PostgresServer.Refusal(server, action.Place, refused, "\\connect");
            await context.Output.ErrorAsync(sentence, cancellation);
            return (true, sentence);
        }
    }

    /// <summary>A name, quoted or not, or <c>"dbname='x'"</c> as dumps write it.</summary>
    private static string Database(string word)
    {
        var text = word.Trim('"');
        return text.StartsWith("dbname=", StringComparison.Ordinal) ? text["dbname=".Length..].Trim('\'') : text;
    }
}
