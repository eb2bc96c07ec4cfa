# What the portal needs from the machine, and how it comes there.

# The Debian package of each need, and a command that tells whether it is there.
package_of() { case $1 in database) echo postgresql ;; redis) echo redis-server ;; kubectl) echo kubernetes-client ;; chromium | git | gawk | jq | prometheus) echo "$1" ;; alertmanager) echo prometheus-alertmanager ;; dateutil) echo python3-dateutil ;; column) echo bsdextrautils ;; esac; }
present() {
  case $1 in
    database) [ -n "$(postgres_bin)" ] ;;
    redis) command -v redis-server >/dev/null ;;
    kubectl) command -v kubectl >/dev/null ;;
    alertmanager) command -v prometheus-alertmanager >/dev/null ;;
    dateutil) python3 -c "import dateutil" 2>/dev/null ;;
    chromium | git | gawk | jq | column | prometheus) command -v "$1" >/dev/null ;;
  esac
}

need_dotnet() {
  local wanted
  wanted=$(sed -n 's/.*"version": "\([0-9]*\)\..*/\1/p' "$root/global.json")
  command -v dotnet >/dev/null || fail "the .NET SDK $wanted is missing: see https://dotnet.microsoft.com/download, then run this again"
  (cd "$root" && dotnet --version >/dev/null 2>&1) || fail "no .NET SDK $wanted on this machine (found: $(dotnet --list-sdks | tr '\n' ' ')): install it, then run this again"
}

# need_tools NEED… : installs the missing ones, or says how.
need_tools() {
  local need missing=()
  for need in "$@"; do present "$need" || missing+=("$(package_of "$need")"); done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$install" = yes ] || fail "missing: ${missing[*]} (and --no-install was given)"
  command -v apt-get >/dev/null || fail "this is no Debian; install what your system calls: ${missing[*]}"
  [ "$(id -u)" = 0 ] || fail "missing packages; as root run: apt-get install ${missing[*]}"
  say "Installing ${missing[*]} …"
  local log
  log=$(mktemp)
  # Debian would start its own cluster and server beside ours; nothing of the system's is needed or touched.
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 \
    || { tail -20 "$log" >&2; fail "apt-get could not install ${missing[*]}; its last lines are above"; }
  rm -f "$log"
}
