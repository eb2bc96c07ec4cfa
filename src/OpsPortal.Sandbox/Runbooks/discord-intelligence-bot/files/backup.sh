#!/bin/sh
# Writes one dump of the database, named after the moment, and keeps the last seven.
set -eu

folder="${BACKUP_FOLDER:-/backups}"
target="$folder/unified_system_$(date -u +%Y%m%dT%H%M%SZ).sql.gz"

pg_dump --username "${PGUSER:-postgres}" unified_system | gzip > "$target"
gunzip -t "$target"
echo "wrote $target"

ls -1t "$folder"/unified_system_*.sql.gz | tail -n +8 | while read -r old; do
  rm -- "$old"
done
