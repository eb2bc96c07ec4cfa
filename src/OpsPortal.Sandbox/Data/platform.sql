create schema production;
create schema experiments_v1;
create schema quarantine;
create schema audit;
create table production.deployments (id bigint generated always as identity primary key, version text not null, promoted_from text, at timestamptz not null);
create table production.slo_samples (id bigint generated always as identity primary key, name text not null, target numeric(6, 3) not null, measured numeric(6, 3) not null, at timestamptz not null);
create table experiments_v1.experiments (id text primary key, state text not null, traffic_percent int not null, started_at timestamptz not null);
create table experiments_v1.results (experiment_id text not null references experiments_v1.experiments (id), metric text not null, value double precision not null, at timestamptz not null);
create table quarantine.artifacts (id bigint generated always as identity primary key, experiment_id text, reason text not null, quarantined_at timestamptz not null, released_at timestamptz);
create table audit.event_log (id bigint generated always as identity primary key, "timestamp" timestamptz not null default now(), actor text not null, action text not null, resource text not null, outcome text not null, details jsonb);
create index event_log_timestamp on audit.event_log ("timestamp" desc);

insert into production.deployments (version, promoted_from, at) select 'v1.' || n || '.0', case when n % 3 = 0 then 'exp-' || n end, now() - (40 - n) * interval '3 days' from generate_series(1, 40) n;
insert into production.slo_samples (name, target, measured, at)
  select (array['availability', 'latency_p95', 'error_rate'])[1 + n % 3], 99.9, 99.5 + (n * 7 % 50) / 100.0, now() - n * interval '15 minutes' from generate_series(1, 2000) n;
insert into experiments_v1.experiments select 'exp-' || n, (array['running', 'promoted', 'rejected'])[1 + n % 3], n % 50, now() - n * interval '1 day' from generate_series(1, 60) n;
insert into experiments_v1.results select 'exp-' || (1 + n % 60), (array['accuracy', 'latency', 'cost'])[1 + n % 3], (n * 31 % 1000) / 10.0, now() - n * interval '30 minutes' from generate_series(1, 3000) n;
insert into quarantine.artifacts (experiment_id, reason, quarantined_at, released_at)
  select 'exp-' || (1 + n % 60), (array['policy violation', 'anomalous output', 'failed scan'])[1 + n % 3], now() - n * interval '6 hours', case when n % 4 = 0 then now() - n * interval '5 hours' end from generate_series(1, 200) n;
insert into audit.event_log ("timestamp", actor, action, resource, outcome, details)
  select now() - n * interval '11 minutes', (array['deployer', 'anna', 'ci', 'auditor'])[1 + n % 4], (array['deploy', 'promote', 'quarantine', 'login', 'read'])[1 + n % 5], 'experiment/exp-' || (1 + n % 60),
    case when n % 37 = 0 then 'denied' else 'allowed' end, jsonb_build_object('request', n, 'source', '10.0.' || n % 8 || '.' || n % 200) from generate_series(1, 2500) n;
analyze;

select e.state, avg(r.value) from experiments_v1.results r join experiments_v1.experiments e on e.id = r.experiment_id group by e.state;
select pg_sleep(0.08), count(*) from audit.event_log where outcome = 'denied';
