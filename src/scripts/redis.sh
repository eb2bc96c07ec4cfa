# A private Redis for the sandbox, on loopback, behind a password of its own.

start_redis() {
  local dir=$data/redis
  mkdir -p "$dir"
  chmod 700 "$dir"
  redis_port=$(free_port)
  redis_password=$(secret)
  # The password goes in by a file: an argument could be read by everybody who may list processes.
  (umask 077 && printf '%s\n' "bind 127.0.0.1" "port $redis_port" "requirepass $redis_password" "dir $dir" "pidfile $dir/pid" \
    "daemonize yes" "logfile $dir/log" "save 60 1" >"$dir/conf")
  redis-server "$dir/conf" >/dev/null || fail "Redis did not start; its log is $dir/log"
}

stop_redis() { stop_by_file "$data/redis/pid"; }

# A port of 127.0.0.1 that nobody listens on now.
free_port() {
  local candidate
  while :; do
    candidate=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || { echo "$candidate"; return; }
  done
}

secret() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }

# Ends the process whose id the file holds, and waits for it.
stop_by_file() {
  [ -f "$1" ] || return 0
  local pid
  pid=$(cat "$1")
  if kill "$pid" 2>/dev/null; then while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done; fi
  rm -f "$1"
}
