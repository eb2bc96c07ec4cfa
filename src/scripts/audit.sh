# Packages with known vulnerabilities. A registry without advisories cannot tell; that is said, and never taken for a pass.

audit_packages() {
  local log status=0 answered=yes
  log=$(mktemp)
  say "" "Packages with known vulnerabilities"
  dotnet list OpsPortal.sln package --vulnerable --include-transitive >"$log" 2>&1 || answered=no
  # a find counts, whatever else went wrong
  if grep -qE '^\s*> ' "$log"; then
    grep -E '^(Project|\s*>|\s*Top-level|\s*Transitive)' "$log"
    say "packages above have known vulnerabilities: take a newer version" >&2
    status=1
  elif [ $answered = no ]; then
    say "NOT CHECKED: no source of advisories could be reached. What NuGet said:" "$(grep -iE 'error|warn' "$log" | head -3)" \
      "Run './portal test' where nuget.org can be reached before a release."
  elif ! advisories_known; then
    say "NOT CHECKED: the package sources configured here publish no advisories (the resource VulnerabilityInfo)." \
      "Run './portal test' where nuget.org can be reached before a release."
  else
    say "none known to the sources configured here"
  fi
  rm -f "$log"
  return $status
}

# Whether any source that NuGet is configured with offers VulnerabilityInfo, whose absence looks like "nothing found".
advisories_known() {
  local source index
  while read -r source; do
    # read to its end: a pipe that closes early would count as a failure
    index=$(curl --silent --fail --max-time 20 "$source" 2>/dev/null) && [[ $index == *VulnerabilityInfo* ]] && return 0
  done < <(dotnet nuget list source --format short | sed -n 's/^E[A-Z]* *//p' | grep -E '^https?://')
  return 1
}
