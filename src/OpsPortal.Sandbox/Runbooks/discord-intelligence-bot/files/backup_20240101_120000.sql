-- A small backup to practise with: it brings one table back, and can be restored as often as you like.
BEGIN;
CREATE TABLE IF NOT EXISTS restored_messages (name text PRIMARY KEY, passed boolean NOT NULL);
TRUNCATE restored_messages;
COPY restored_messages (name, passed) FROM stdin;
channels	t
messages	t
members	t
\.
COMMIT;
