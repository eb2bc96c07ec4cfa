create table models (id bigint generated always as identity primary key, name text not null, version text not null, active boolean not null);
create table predictions (id bigint generated always as identity primary key, model_id bigint not null references models (id), latency_ms int not null, at timestamptz not null);

insert into models (name, version, active) select 'model-' || n, 'v' || n, n > 8 from generate_series(1, 12) n;
insert into predictions (model_id, latency_ms, at) select 1 + n % 12, 10 + n * 7 % 400, now() - n * interval '1 minute' from generate_series(1, 4000) n;
analyze;

select m.name, avg(p.latency_ms) from predictions p join models m on m.id = p.model_id group by m.name order by 2 desc;
select pg_sleep(0.2), count(*) from predictions where latency_ms > 350;
