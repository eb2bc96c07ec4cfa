create table api_keys (id bigint generated always as identity primary key, name text not null unique, rate_limit_per_hour int not null default 1000, active boolean not null default true, created_at timestamptz not null default now());
create table templates (id bigint generated always as identity primary key, name text not null, version int not null default 1, body text not null);
create table request_logs (id bigint generated always as identity primary key, api_key_id bigint not null references api_keys (id), template_id bigint references templates (id), endpoint text not null, status_code int not null, duration_ms int not null, created_at timestamptz not null);
create index request_logs_created_at on request_logs (created_at);

insert into api_keys (name, rate_limit_per_hour) values ('vip-customer', 2500), ('internal', 100000), ('trial', 100);
insert into api_keys (name) select 'customer-' || n from generate_series(1, 77) n;
insert into templates (name, version, body) select 'template-' || n, 1 + n % 3, 'Fill {' || n || '} in.' from generate_series(1, 45) n;
insert into request_logs (api_key_id, template_id, endpoint, status_code, duration_ms, created_at)
  select 1 + n % 80, 1 + n % 45, (array['/v1/analyze/', '/v1/prompts/', '/v1/health'])[1 + n % 3], case when n % 67 = 0 then 429 when n % 211 = 0 then 500 else 200 end, 20 + n * 7 % 1500, now() - n * interval '1 minute'
  from generate_series(1, 6000) n;
analyze;

select k.name, count(*) from request_logs r join api_keys k on k.id = r.api_key_id where r.status_code = 429 group by k.name;
select pg_sleep(0.11), count(*) from request_logs where endpoint = '/v1/analyze/';
select count(*) from request_logs where api_key_id = 1;
