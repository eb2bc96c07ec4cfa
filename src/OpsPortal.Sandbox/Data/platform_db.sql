create table accounts (id bigint generated always as identity primary key, name text not null, plan text not null default 'standard', created_at timestamptz not null default now());
create table requests (id bigint generated always as identity primary key, account_id bigint not null references accounts (id), path text not null, status int not null, duration_ms int not null, at timestamptz not null);
create table sessions (id uuid primary key default gen_random_uuid(), account_id bigint not null references accounts (id), started_at timestamptz not null, ended_at timestamptz);
create index requests_at on requests (at);

insert into accounts (name, plan, created_at)
  select 'account-' || n, (array['standard', 'team', 'enterprise'])[1 + n % 3], now() - n * interval '9 hours' from generate_series(1, 400) n;
insert into requests (account_id, path, status, duration_ms, at)
  select 1 + n % 400, (array['/api/users', '/api/orders', '/health', '/api/reports'])[1 + n % 4], case when n % 53 = 0 then 503 when n % 31 = 0 then 404 else 200 end, 5 + (n * 7919) % 900, now() - n * interval '2 minutes'
  from generate_series(1, 6000) n;
insert into sessions (account_id, started_at, ended_at) select 1 + n % 400, now() - n * interval '7 minutes', case when n > 20 then now() - n * interval '6 minutes' end from generate_series(1, 1500) n;
analyze;

select a.plan, count(*), avg(r.duration_ms) from requests r join accounts a on a.id = r.account_id group by a.plan;
select count(*) from requests r1 join requests r2 on r1.account_id = r2.account_id and r1.status = 503 and r2.status = 404;
select pg_sleep(0.12), count(*) from requests where path like '%reports%';
select id, name from accounts where name = 'account-17';
