-- A small backup to practise with: it brings one table back, and can be restored as often as you like.
BEGIN;
CREATE TABLE IF NOT EXISTS restored_checks (name text PRIMARY KEY, passed boolean NOT NULL);
TRUNCATE restored_checks;
COPY restored_checks (name, passed) FROM stdin;
schemas	t
experiments	t
quarantine	t
\.
COMMIT;
