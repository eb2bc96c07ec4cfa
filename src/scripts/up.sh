# Starting and stopping the portal with all that it needs.

up() {
  need_dotnet
  mkdir -p "$data"
  data=$(cd "$data" && pwd)
  if [ -f "$data/portal.pid" ] && kill -0 "$(cat "$data/portal.pid")" 2>/dev/null; then
    fail "the portal with this data already runs (process $(cat "$data/portal.pid")); './portal stop --data $data' ends it"
  fi
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then fail "port $port is taken; choose another with --port"; fi
  need_tools database redis git
  build_portal
  trap 'trap - EXIT; stop_all' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  start_postgres
  if [ "$sandbox" = yes ]; then start_sandbox_postgres; fi
  start_redis
  start_portal
  say "" "  OpsPortal is ready:  http://127.0.0.1:$port/setup?code=$code" "" \
    "  The link signs you in once; afterwards the address is http://127.0.0.1:$port" "  Ctrl-C stops everything. Log: $data/portal.log"
  wait "$portal_pid" || fail "the portal ended; the end of its log:
$(tail -20 "$data/portal.log")"
}

# Nothing is built where nothing changed: asking the build system alone takes longer than starting.
build_portal() {
  local built=$root/src/OpsPortal/bin/$configuration/net10.0/OpsPortal.dll
  if [ -f "$built" ] && [ -z "$(find -L "$root/src" "$root/wwwroot-assets" "$root"/Directory.*.props "$root/global.json" \
    \( -name bin -o -name obj \) -prune -o -type f -newer "$built" -print -quit)" ]; then return; fi
  say "Building …"
  dotnet build "$root/src/OpsPortal" -c "$configuration" -v quiet --nologo >"$data/build.log" 2>&1 \
    || { grep -E 'error' "$data/build.log" | sort -u | head -20 >&2; fail "the build failed; all of it is in $data/build.log"; }
  touch "$built"
}

start_portal() {
  code=$(secret)
  # In a session of its own, so that Ctrl-C reaches the script alone, which then stops everything in order.
  ConnectionStrings__OpsPortal=$connection Sandbox__Enabled=$([ "$sandbox" = yes ] && echo true || echo false) \
    Sandbox__Postgres="${sandbox_connection:-}" Sandbox__Redis="127.0.0.1:$redis_port,password=$redis_password" Sandbox__Directory="$data/sandbox" StatusPage__Directory="$data/status" OPSPORTAL_ONE_TIME_CODE=$code \
    ASPNETCORE_URLS="http://127.0.0.1:$port" DOTNET_gcServer=0 \
    setsid dotnet "$root/src/OpsPortal/bin/$configuration/net10.0/OpsPortal.dll" --contentRoot "$root/src/OpsPortal" >"$data/portal.log" 2>&1 &
  portal_pid=$!
  echo "$portal_pid" >"$data/portal.pid"
  local tries=0
  until curl_ready; do
    kill -0 "$portal_pid" 2>/dev/null || fail "the portal did not start; the end of its log:
$(tail -20 "$data/portal.log")"
    tries=$((tries + 1))
    [ $tries -lt 600 ] || fail "the portal is not ready after a minute; its log is $data/portal.log"
    sleep 0.1
  done
}

# GET /readyz without needing curl.
curl_ready() {
  local line
  { exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || return 1
  printf 'GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
  read -r line <&3 || line=
  exec 3>&-
  case $line in *" 200 "*) return 0 ;; *) return 1 ;; esac
}

stop_all() {
  [ -d "$data" ] || return 0
  data=$(cd "$data" && pwd)
  stop_by_file "$data/portal.pid"
  stop_redis
  stop_postgres
}

remove_data() {
  locate_postgres postgres
  rm -rf "$data"
  case $pg_dir in "$data"/*) ;; *) rm -rf "$(dirname "$pg_dir")" ;; esac
  say "The data is gone; the next 'up' starts anew."
}
