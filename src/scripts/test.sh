# Every test of the project, and the checks that are no tests.

run_tests() {
  need_dotnet
  need_tools database redis kubectl chromium git gawk jq column prometheus alertmanager dateutil
  cd "$root"
  dotnet build OpsPortal.sln -c "$configuration" -v quiet --nologo || fail "the build failed"
  if [ $# -eq 0 ]; then dotnet format OpsPortal.sln --verify-no-changes --no-restore || fail "'dotnet format' would change the files above"; fi
  local project status=0 log passed=0 failed=0 skipped=0 counts
  log=$(mktemp)
  for project in Tests Scenarios Browser; do
    say "" "OpsPortal.$project"
    dotnet test "tests/OpsPortal.$project" -c "$configuration" --no-build --nologo ${1:+--filter "FullyQualifiedName~$1"} \
      --logger "console;verbosity=normal" >"$log" 2>&1 || status=1
    grep -vE '^\s*Passed ' "$log" || true
    counts=$(sed -n 's/^Total tests: .*//p; s/^ *Passed: *\([0-9]*\).*/p \1/p; s/^ *Failed: *\([0-9]*\).*/f \1/p; s/^ *Skipped: *\([0-9]*\).*/s \1/p' "$log")
    passed=$((passed + $(sed -n 's/^p //p' <<<"$counts" | tail -1 | grep . || echo 0)))
    failed=$((failed + $(sed -n 's/^f //p' <<<"$counts" | tail -1 | grep . || echo 0)))
    skipped=$((skipped + $(sed -n 's/^s //p' <<<"$counts" | tail -1 | grep . || echo 0)))
  done
  rm -f "$log"
  if [ $# -eq 0 ]; then audit_packages || status=1; fi
  say "" "$passed passed, $failed failed, $skipped skipped"
  [ "$passed" -gt 0 ] || { say "no test ran" >&2; status=1; }
  [ "$skipped" -eq 0 ] || { say "a test was skipped: what a test needs must be there" >&2; status=1; }
  return $status
}

# run_faults ROUNDS [--seed N]: the fault injection alone.
run_faults() {
  local rounds=${1:-}
  [[ $rounds =~ ^[1-9][0-9]*$ ]] || fail "--faults wants a number of rounds, such as: ./portal test --faults 500"
  if [ "${2:-}" = --seed ]; then
    [[ ${3:-} =~ ^[0-9]+$ ]] || fail "--seed wants a number"
    export OPSPORTAL_FAULTS_SEED=$3
  elif [ $# -gt 1 ]; then fail "after --faults N only --seed N may follow"; fi
  need_dotnet
  need_tools database
  cd "$root"
  dotnet build tests/OpsPortal.Scenarios -c "$configuration" -v quiet --nologo || fail "the build failed"
  OPSPORTAL_FAULTS=$rounds dotnet test tests/OpsPortal.Scenarios -c "$configuration" --no-build --nologo \
    --filter "FullyQualifiedName~Scenarios.Faults" --logger "console;verbosity=detailed"
}
