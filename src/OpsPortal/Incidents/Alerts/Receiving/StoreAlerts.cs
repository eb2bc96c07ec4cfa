using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using OpsPortal.Incidents.Alerts.Formats;
using OpsPortal.Secrets;

namespace OpsPortal.Incidents.Alerts.Receiving;

/// <summary>
/// Brings alerts into the database: at least once, twice, out of order, all the same. What is over stays over; only a newer beginning is a
/// new alert. Nothing is made of them here, their groups are marked for <see cref="Grouping.GroupAlerts"/>.
/// </summary>
public sealed class StoreAlerts(NpgsqlDataSource source, IRedactText redactor, TimeProvider time)
{
    public async Task InvokeAsync(IReadOnlyList<ReceivedAlerts> received, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var integrations = received.Select(r => r.Integration).Distinct().Order().ToArray();
        // One writer per integration at a time, here and while groups are looked at: rows are never locked in two orders.
        await using (var turns = new NpgsqlBatch(connection, transaction))
        {
            foreach (var integration in integrations) turns.BatchCommands.Add(Command(AlertSql.Turn, $"alerts:{integration}"));
            await turns.ExecuteNonQueryAsync(cancellation);
        }
        var rows = Rows(received, await NewestAsync(connection, transaction, received, cancellation), now);
        var notices = received.SelectMany(r => r.Body.Groups.Select(key => (r.Integration, Key: key, r.Body.Truncated)))
            .GroupBy(n => (n.Integration, n.Key)).Select(g => g.Last()).ToList();

        await using var batch = new NpgsqlBatch(connection, transaction);
        if (rows.Count > 0)
        {
            batch.BatchCommands.Add(Upsert(rows, now));
            batch.BatchCommands.Add(Command(AlertSql.Supersede, Of(rows, r => r.Integration), Of(rows, r => r.Alert.Fingerprint), now));
        }
        if (notices.Count > 0)
            batch.BatchCommands.Add(Command(AlertSql.Notice, notices.Select(n => n.Integration).ToArray(), notices.Select(n => n.Key).ToArray(), notices.Select(n => n.Truncated).ToArray(), now));
        if (rows.Count > 0) batch.BatchCommands.Add(Command(AlertSql.MarkGroups, Of(rows, r => r.Integration), Of(rows, r => r.Alert.Fingerprint), now));
        batch.BatchCommands.Add(Command(AlertSql.Received, integrations, now));
        await batch.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>The newest alert of each key that came without a beginning.</summary>
    private static async Task<Dictionary<(Guid, string), Newest>> NewestAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<ReceivedAlerts> received, CancellationToken cancellation)
    {
        Dictionary<(Guid, string), Newest> newest = [];
        var asked = received.SelectMany(r => r.Body.Alerts.Where(a => a.StartsAt is null).Select(a => (r.Integration, a.Fingerprint))).Distinct().ToList();
        if (asked.Count == 0) return newest;
        await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { Command(AlertSql.Newest, asked.Select(a => a.Integration).ToArray(), asked.Select(a => a.Fingerprint).ToArray()) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) newest[(reader.GetGuid(0), reader.GetString(1))] = new(reader.GetFieldValue<DateTimeOffset>(2), reader.GetString(3), reader.GetBoolean(4));
        return newest;
    }

    /// <summary>One row for each beginning: what came twice within this batch is counted, and over wins.</summary>
    private static List<Row> Rows(IReadOnlyList<ReceivedAlerts> received, Dictionary<(Guid, string), Newest> newest, DateTimeOffset now)
    {
        Dictionary<(Guid, string, DateTimeOffset), Row> rows = [];
        foreach (var (integration, body) in received)
            foreach (var incoming in body.Alerts)
            {
                if ((incoming.StartsAt is null ? Begun(newest, (integration, incoming.Fingerprint), incoming, now) : incoming) is not { StartsAt: { } starts } alert) continue;
                var place = (integration, alert.Fingerprint, starts);
                rows[place] = rows.TryGetValue(place, out var row) ? new(integration, Join(row.Alert, alert), row.Count + 1) : new(integration, alert, 1);
            }
        return [.. rows.Values];
    }

    /// <summary>The alert with the beginning of the open one of its key, or of a new one; null where it ends or takes on what is not open.</summary>
    private static IncomingAlert? Begun(Dictionary<(Guid, string), Newest> newest, (Guid, string) key, IncomingAlert alert, DateTimeOffset now)
    {
        if (newest.GetValueOrDefault(key) is not { Open: true } open)
        {
            if (alert.State != AlertState.Firing) return null;
            // Beginnings of one key differ, however fast they follow each other.
            var starts = newest.TryGetValue(key, out var last) && last.StartsAt >= now ? last.StartsAt.AddMicroseconds(1) : now;
            open = new(starts, alert.GroupKey, true);
        }
        newest[key] = open with { Open = alert.State != AlertState.Resolved };
        return alert with { StartsAt = open.StartsAt, GroupKey = open.Group, EndsAt = alert.State == AlertState.Resolved ? alert.EndsAt ?? now : null };
    }

    private static IncomingAlert Join(IncomingAlert first, IncomingAlert second)
    {
        // What ends or takes on an alert tells nothing of it; what it is comes from a firing one.
        var told = second.State == AlertState.Firing ? second : first;
        return told with { State = (AlertState)Math.Max((int)first.State, (int)second.State), EndsAt = first.EndsAt ?? second.EndsAt };
    }

    private NpgsqlBatchCommand Upsert(List<Row> rows, DateTimeOffset now)
    {
        var command = Command(AlertSql.Upsert, Of(rows, r => r.Integration), Of(rows, r => r.Alert.Fingerprint), Of(rows, r => r.Alert.StartsAt!.Value));
        Add(command, NpgsqlDbType.TimestampTz, Of(rows, r => r.Alert.EndsAt));
        Add(command, NpgsqlDbType.Text, Of(rows, r => $"{r.Alert.State}"));
        Add(command, NpgsqlDbType.Text, Of(rows, r => AlertKeyText.Whole(r.Alert.Name, 500)));
        Add(command, NpgsqlDbType.Text, Of(rows, r => r.Alert.Severity));
        Add(command, NpgsqlDbType.Text, Of(rows, r => redactor.Redact(r.Alert.Summary)));
        Add(command, NpgsqlDbType.Text, Of(rows, r => JsonSerializer.Serialize(r.Alert.Labels)));
        Add(command, NpgsqlDbType.Text, Of(rows, r => JsonSerializer.Serialize(r.Alert.Annotations.ToDictionary(a => a.Key, a => redactor.Redact(a.Value)))));
        Add(command, NpgsqlDbType.Text, Of(rows, r => r.Alert.Link));
        Add(command, NpgsqlDbType.Text, Of(rows, r => r.Alert.GroupKey));
        Add(command, NpgsqlDbType.Bigint, Of(rows, r => r.Count));
        command.Parameters.Add(new() { Value = now });
        return command;

        static void Add<T>(NpgsqlBatchCommand command, NpgsqlDbType type, T[] values) => command.Parameters.Add(new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }

    private static NpgsqlBatchCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }

    private static T[] Of<T>(List<Row> rows, Func<Row, T> value) => [.. rows.Select(value)];

    private sealed record Newest(DateTimeOffset StartsAt, string Group, bool Open);

    private sealed record Row(Guid Integration, IncomingAlert Alert, long Count);
}
