namespace OpsPortal.Incidents.Alerts.Receiving;

/// <summary>The statements that take alerts in, each for any number of them.</summary>
internal static class AlertSql
{
    public const string Turn = "select pg_advisory_xact_lock(hashtextextended($1, 0))";

    /// <summary>The newest of each key, and whether it is open.</summary>
    public const string Newest = """
        select distinct on (a.integration_id, a.fingerprint) a.integration_id, a.fingerprint, a.starts_at, a.group_key, a.state <> 'Resolved'
          from unnest($1::uuid[], $2::text[]) as k(integration_id, fingerprint)
          join alerts a on a.integration_id = k.integration_id and a.fingerprint = k.fingerprint
         order by a.integration_id, a.fingerprint, a.starts_at desc
        """;

    /// <summary>What it says of itself is taken from firing ones alone: what is over often comes without.</summary>
    public const string Upsert = """
        insert into alerts as a (integration_id, fingerprint, starts_at, ends_at, state, name, severity, summary, labels, annotations, link, group_key, count, first_received_at, last_received_at)
        select i.integration_id, i.fingerprint, i.starts_at, i.ends_at, i.state, i.name, i.severity, i.summary, i.labels::jsonb, i.annotations::jsonb, i.link, i.group_key, i.count, $14, $14
          from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[])
            as i(integration_id, fingerprint, starts_at, ends_at, state, name, severity, summary, labels, annotations, link, group_key, count)
        on conflict (integration_id, fingerprint, starts_at) do update set
          count = a.count + excluded.count,
          last_received_at = excluded.last_received_at,
          ends_at = case when excluded.state = 'Resolved' then coalesce(a.ends_at, excluded.ends_at) else a.ends_at end,
          state = case when a.state = 'Resolved' or excluded.state = 'Firing' then a.state else excluded.state end,
          severity = case when a.state <> 'Resolved' and excluded.state = 'Firing' then excluded.severity else a.severity end,
          summary = case when a.state <> 'Resolved' and excluded.state = 'Firing' then excluded.summary else a.summary end,
          labels = case when a.state <> 'Resolved' and excluded.state = 'Firing' then excluded.labels else a.labels end,
          annotations = case when a.state <> 'Resolved' and excluded.state = 'Firing' then excluded.annotations else a.annotations end,
          link = case when a.state <> 'Resolved' and excluded.state = 'Firing' then excluded.link else a.link end
        """;

    /// <summary>
    /// An alert is over where the same one began again later, or ended after this beginning: two Alertmanagers of a pair may tell
    /// different beginnings of one alert. A replaced one has no end of its own, so that it ends nothing else.
    /// </summary>
    public const string Supersede = """
        update alerts a set state = 'Resolved', last_received_at = $3
          from (select distinct integration_id, fingerprint from unnest($1::uuid[], $2::text[]) as k(integration_id, fingerprint)) k
         where a.integration_id = k.integration_id and a.fingerprint = k.fingerprint and a.state <> 'Resolved'
           and exists (select 1 from alerts o where o.integration_id = a.integration_id and o.fingerprint = a.fingerprint and o.id <> a.id
                        and (o.starts_at > a.starts_at or (o.state = 'Resolved' and o.ends_at >= a.starts_at)))
        """;

    public const string Notice = """
        insert into alert_groups as g (integration_id, key, truncated, pending, last_received_at)
        select n.integration_id, n.key, n.truncated, true, $4 from unnest($1::uuid[], $2::text[], $3::int[]) as n(integration_id, key, truncated)
        on conflict (integration_id, key) do update set
          pending = g.pending or g.truncated <> excluded.truncated, truncated = excluded.truncated, last_received_at = excluded.last_received_at
        """;

    public const string MarkGroups = """
        insert into alert_groups as g (integration_id, key, truncated, pending, last_received_at)
        select distinct a.integration_id, a.group_key, 0, true, $3::timestamptz
          from unnest($1::uuid[], $2::text[]) as k(integration_id, fingerprint)
          join alerts a on a.integration_id = k.integration_id and a.fingerprint = k.fingerprint
         where a.told is distinct from a.state
        on conflict (integration_id, key) do update set pending = true, last_received_at = excluded.last_received_at
        """;

    public const string Received = "update alert_integrations set last_received_at = $2, last_error = null, last_error_at = null where id = any($1)";
}
