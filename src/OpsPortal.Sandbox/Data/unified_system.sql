create table unified_system (id bigint generated always as identity primary key, key text not null unique, value jsonb not null default '{}', updated_at timestamptz not null default now());
create table guilds (id bigint primary key, name text not null, members int not null);
create table messages (id bigint generated always as identity primary key, guild_id bigint not null references guilds (id), author text not null, content text not null, sentiment real, at timestamptz not null);
create table insights (id bigint generated always as identity primary key, guild_id bigint not null references guilds (id), topic text not null, score numeric(5, 3) not null, at timestamptz not null);
create index messages_guild_at on messages (guild_id, at desc);

insert into unified_system (key, value) select 'setting.' || n, jsonb_build_object('enabled', n % 2 = 0, 'weight', n) from generate_series(1, 40) n;
insert into guilds select 900000 + n, 'guild ' || n, 20 + n * 37 % 5000 from generate_series(1, 60) n;
insert into messages (guild_id, author, content, sentiment, at)
  select 900001 + n % 60, 'member-' || n % 700, 'message number ' || n, ((n * 31) % 200 - 100) / 100.0, now() - n * interval '90 seconds' from generate_series(1, 5000) n;
insert into insights (guild_id, topic, score, at) select 900001 + n % 60, (array['support', 'release', 'events', 'moderation'])[1 + n % 4], (n * 17 % 1000) / 1000.0, now() - n * interval '20 minutes' from generate_series(1, 900) n;
analyze;

select g.name, avg(m.sentiment) from messages m join guilds g on g.id = m.guild_id group by g.name order by 2 limit 10;
select pg_sleep(0.09), count(*) from messages where content like '%99%';
select count(*) from messages where guild_id = 900007;
