using Npgsql;
using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Postgres.Catalog;

/// <summary>Commands of psql's own, answered from the catalog.</summary>
internal static class MetaCommands
{
    /// <summary>Null where it was carried out; what the server or the catalog had to say is printed.</summary>
    public static async Task<string?> RunAsync(string command, SqlSession session, ServerPlace place, ActionContext context, CancellationToken cancellation)
    {
        var words = command.TrimEnd(';').Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var (name, argument) = (words[0].TrimEnd('+'), words.ElementAtOrDefault(1));
        var more = words[0].EndsWith('+');
        switch (name)
        {
            case "\\q":
                return null;
            case "\\x":
                await context.Output.OutAsync($"Expanded display is {(argument is null or "on" or "1" ? "on" : "off")}.", cancellation);
                return null;
            case "\\timing":
                await context.Output.OutAsync($"Timing is {(argument is null or "on" or "1" ? "on" : "off")}.", cancellation);
                return null;
            case "\\a":
                await context.Output.OutAsync("Output format is unaligned.", cancellation);
                return null;
            case "\\t":
                await context.Output.OutAsync("Tuples only is on.", cancellation);
                return null;
            case "\\pset":
                return null;
            case "\\echo":
                await context.Output.OutAsync(string.Join(' ', words.Skip(1)).Trim('\''), cancellation);
                return null;
            case "\\encoding":
                await context.Output.OutAsync("UTF8", cancellation);
                return null;
            case "\\conninfo":
                await context.Output.OutAsync(ConnectionInfo(session.Connection, place), cancellation);
                return null;
        }
        var catalog = new CatalogReader(session.Connection);
        return name switch
        {
            "\\d" when argument is not null => await Descriptions.PrintAsync(catalog, argument, session, context, cancellation),
            "\\d" => await ListAsync(CatalogQueries.Relations("tvmsE", null, more), null),
            "\\dt" => await ListAsync(CatalogQueries.Relations("t", argument, more), argument),
            "\\dv" => await ListAsync(CatalogQueries.Relations("v", argument, more), argument),
            "\\dm" => await ListAsync(CatalogQueries.Relations("m", argument, more), argument),
            "\\ds" => await ListAsync(CatalogQueries.Relations("s", argument, more), argument),
            "\\di" => await ListAsync(CatalogQueries.Relations("i", argument, more), argument),
            "\\l" or "\\list" => await ListAsync(CatalogQueries.Databases(argument, session.Connection.PostgreSqlVersion.Major, more), argument),
            "\\dn" => await ListAsync(CatalogQueries.Schemas(argument, more), argument),
            "\\du" or "\\dg" => await ListAsync(CatalogQueries.Roles(argument, session.Connection.PostgreSqlVersion.Major, more), argument),
            "\\dx" => await ListAsync(CatalogQueries.Extensions(argument), argument),
            "\\df" => await ListAsync(CatalogQueries.Functions(argument), argument),
            _ => $"The command {words[0]} of psql is not carried out here.",
        };

        async Task<string?> ListAsync(CatalogQuery query, string? pattern)
        {
            var rows = await catalog.ReadAsync(query.Sql, cancellation);
            if (rows.Rows.Count == 0 && query.Nothing is { } nothing)
            {
                await context.Output.ErrorAsync(pattern is null ? $"Did not find any {nothing}s." : $"Did not find any {nothing} named \"{pattern}\".", cancellation);
                return null;
            }
            await session.PrintTableAsync(rows with { Title = query.Title, Footers = query.Footer ? null : [] }, cancellation);
            await context.ShowAsync(new ResultGrid(query.Title, [.. rows.Columns.Select((c, i) => new GridColumn(c, null, rows.Numeric[i]))], [.. rows.Rows.Take(PostgresLimits.GridRows)]), cancellation);
            return null;
        }
    }

    private static string ConnectionInfo(NpgsqlConnection connection, ServerPlace place)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection.ConnectionString);
        var user = connection.UserName ?? settings.Username;
        var host = place.Host ?? settings.Host ?? "";
        var port = place.Port ?? $"{settings.Port}";
        return host.StartsWith('/')
            ? $"You are connected to database \"{connection.Database}\" as user \"{user}\" via socket in \"{host}\" at port \"{port}\"."
            : $"You are connected to database \"{connection.Database}\" as user \"{user}\" on host \"{host}\" at port \"{port}\".";
    }
}
