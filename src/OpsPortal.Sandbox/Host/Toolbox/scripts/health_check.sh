#!/bin/sh
# Asks the sandbox's Docker Engine how its containers are. Ends with 1 where one of them is not healthy.
if [ -z "$SANDBOX_DOCKER" ]; then
  echo "SANDBOX_DOCKER does not say where the sandbox's Docker Engine is" >&2
  exit 2
fi
failed=0
for name in api-server postgres redis; do
  about=$(curl -s --max-time 10 "$SANDBOX_DOCKER/containers/$name/json")
  case $about in
    *'"Health":{"Status":"healthy"'*) echo "$name: healthy" ;;
    *'"Running":true'*) echo "$name: running, not healthy yet"; failed=1 ;;
    *) echo "$name: does not run"; failed=1 ;;
  esac
done
[ $failed -eq 0 ] && echo "All services are healthy" || echo "Some services are not healthy"
exit $failed
