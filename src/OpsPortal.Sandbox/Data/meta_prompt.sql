create table prompts (id bigint generated always as identity primary key, name text not null, generation int not null, body text not null, fitness numeric(6, 4), created_at timestamptz not null);
create table evaluations (id bigint generated always as identity primary key, prompt_id bigint not null references prompts (id), model text not null, score numeric(6, 4) not null, tokens int not null, at timestamptz not null);
create table experiments (id bigint generated always as identity primary key, name text not null, state text not null, started_at timestamptz not null);
create index evaluations_prompt on evaluations (prompt_id);

insert into prompts (name, generation, body, fitness, created_at) select 'prompt-' || n, n / 50, repeat('Answer as briefly as you can. ', 1 + n % 6), (n * 37 % 10000) / 10000.0, now() - n * interval '40 minutes' from generate_series(1, 1200) n;
insert into evaluations (prompt_id, model, score, tokens, at)
  select 1 + n % 1200, (array['small', 'medium', 'large'])[1 + n % 3], (n * 61 % 10000) / 10000.0, 50 + n * 13 % 3000, now() - n * interval '8 minutes' from generate_series(1, 5000) n;
insert into experiments (name, state, started_at) select 'experiment-' || n, case when n < 5 then 'running' else 'done' end, now() - n * interval '1 day' from generate_series(1, 30) n;
analyze;

select p.generation, max(e.score) from evaluations e join prompts p on p.id = e.prompt_id group by p.generation order by 1;
select pg_sleep(0.15), count(*) from evaluations where tokens > 2000;
select name from prompts order by fitness desc limit 5;
