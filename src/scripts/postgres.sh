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

# Sets pg_dir (the cluster called $1) and pg_socket (the socket's folder; its path may have at most 107 bytes).
locate_postgres() {
  local short=/var/tmp/opsportal-$(printf %s "$data" | cksum | cut -d' ' -f1)
  pg_dir=$data/$1
  if ! (cd / && as_postgres test -x "$data") 2>/dev/null; then pg_dir=$short/$1; fi
  pg_socket=$pg_dir/socket
  if [ ${#pg_socket} -gt 80 ]; then pg_socket=$short/$1-socket; fi
}

# start_cluster NAME OPTIONS : the cluster called NAME, made if it is not there.
start_cluster() {
  locate_postgres "$1"
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
      -o "-p 5432 -c listen_addresses='' -c unix_socket_directories='$pg_socket' -c unix_socket_permissions=0700 $2") \
      || { tail -5 "$pg_dir/log" >&2; fail "PostgreSQL did not start; its log is $pg_dir/log"; }
  fi
}

# The portal's own database.
start_postgres() {
  start_cluster postgres "-c max_connections=200"
  local bin
  bin=$(postgres_bin)
  "$bin/psql" -h "$pg_socket" -U portal -d postgres -qtAc "select 1 from pg_database where datname = 'opsportal'" | grep -q 1 \
    || "$bin/createdb" -h "$pg_socket" -U portal opsportal
  connection="Host=$pg_socket;Username=portal;Database=opsportal"
}

# The databases of the sandbox's systems: a cluster of their own, so that no step can reach the portal's.
start_sandbox_postgres() {
  local bin library options="-c max_connections=100 -c shared_buffers=32MB -c timezone=UTC"
  bin=$(postgres_bin)
  for library in "$("$bin/pg_config" --pkglibdir 2>/dev/null)" "$bin/../lib" "$bin/../lib/postgresql"; do
    if [ -f "$library/pg_stat_statements.so" ]; then options="$options -c shared_preload_libraries=pg_stat_statements"; break; fi
  done
  start_cluster sandbox-postgres "$options"
  sandbox_connection="Host=$pg_socket;Username=portal;Database=postgres"
}

stop_postgres() {
  local name
  for name in sandbox-postgres postgres; do
    locate_postgres "$name"
    if [ -f "$pg_dir/data/postmaster.pid" ]; then
      (cd / && as_postgres "$(postgres_bin)/pg_ctl" -D "$pg_dir/data" -m fast -w -s stop) || true
    fi
  done
}
