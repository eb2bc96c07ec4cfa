#!/bin/sh
# The few things that can be tried in the sandbox: the newest backup is readable, and the Docker Engine answers.
failed=0
check() {
  name=$1
  shift
  if "$@" >/dev/null 2>&1; then echo "ok   $name"; else echo "FAIL $name"; failed=$((failed + 1)); fi
}
check "the newest backup can be read" gunzip -t backups/latest.sql.gz
check "there are backups" ls backups/
[ -n "$SANDBOX_DOCKER" ] && check "the Docker Engine answers" curl -sf --max-time 10 "$SANDBOX_DOCKER/_ping"
echo "$failed failed"
[ $failed -eq 0 ]
