# A private PostgreSQL: its own cluster, reachable through a socket that only its owner (and root) may open.

postgres_bin() {
  if [ -n "${PG_BIN:-}" ]; then echo "$PG_BIN"; return; fi
  local newest
  newest=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  if [ -n "$newest" ] && [ -x "$newest/initdb" ]; then echo "$newest"
  elif command -v initdb >/dev/null; then dirname "$(readlink -f "$(command -v initdb)")"; fi
}

# PostgreSQL refuses to run as root: there it runs as the user `postgres`, who must be able to reach its folder.
as_postgres() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --init-groups --reset-env -- "$@"; else "$@"; fi; }

# Sets pg_dir (the cluster) and pg_socket (the socket's folder; its path may have at most 107 bytes).
locate_postgres() {
  local short=/var/tmp/opsportal-$(printf %s "$data" | cksum | cut -d' ' -f1)
  pg_dir=$data/postgres
  if ! (cd / && as_postgres test -x "$data") 2>/dev/null; then pg_dir=$short/postgres; fi
  pg_socket=$pg_dir/socket
  if [ ${#pg_socket} -gt 80 ]; then pg_socket=$short/socket; fi
}

start_postgres() {
  locate_postgres
  local bin
  bin=$(postgres_bin)
  mkdir -p "$pg_dir" "$pg_socket"
  if [ "$(id -u)" = 0 ]; then
    chmod 711 "$(dirname "$pg_dir")" "$(dirname "$pg_socket")"
    chown -R postgres: "$pg_dir" "$pg_socket"
  fi
  chmod 700 "$pg_dir"
  [ -f "$pg_dir/data/PG_VERSION" ] || (cd / && as_postgres "$bin/initdb" -D "$pg_dir/data" -U portal -E UTF8 --locale=C.UTF-8 \
    --auth-local=trust --auth-host=scram-sha-256 --no-sync --no-instructions >/dev/null) || fail "initdb failed in $pg_dir"
  if ! (cd / && as_postgres "$bin/pg_ctl" -D "$pg_dir/data" status >/dev/null); then
    (cd / && as_postgres "$bin/pg_ctl" -D "$pg_dir/data" -l "$pg_dir/log" -w -s start \
      -o "-p 5432 -c listen_addresses='' -c unix_socket_directories='$pg_socket' -c unix_socket_permissions=0700 -c max_connections=200") \
      || { tail -5 "$pg_dir/log" >&2; fail "PostgreSQL did not start; its log is $pg_dir/log"; }
  fi
  "$bin/psql" -h "$pg_socket" -U portal -d postgres -qtAc "select 1 from pg_database where datname = 'opsportal'" | grep -q 1 \
    || "$bin/createdb" -h "$pg_socket" -U portal opsportal
  connection="Host=$pg_socket;Username=portal;Database=opsportal"
}

stop_postgres() {
  locate_postgres
  if [ -f "$pg_dir/data/postmaster.pid" ]; then
    (cd / && as_postgres "$(postgres_bin)/pg_ctl" -D "$pg_dir/data" -m fast -w -s stop) || true
  fi
}
