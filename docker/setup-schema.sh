#!/bin/sh
# Creates both databases of the Temporal server, or brings their schemas up to date. Safe to run again: the tool leaves
# a database that exists, and a schema that has a version, as they are.
set -eu

schema=/etc/temporal/schema/postgresql/v12

for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  folder=${pair##*:}
  sql() {
    temporal-sql-tool --plugin "$DB" --ep "$POSTGRES_SEEDS" --port "$DB_PORT" --user "$POSTGRES_USER" \
      --database "$database" "$@"
  }
  sql create-database
  sql setup-schema --version 0.0
  sql update-schema --schema-dir "$schema/$folder/versioned"
done
