#!/bin/sh
# Makes the namespace and the search attributes. Safe to run again: what is there already is left as it is.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE are read by the Temporal CLI itself.
set -eu

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"

# A namespace is known to every part of the server only after its cache was refreshed.
attempt=0
until known=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" 2>&1); do
  attempt=$((attempt + 1))
  [ "$attempt" -lt 30 ] || { echo "$known" >&2; exit 1; }
  sleep 1
done

for name in OgoIntegration OgoStage OgoHold OgoOrder; do
  case $known in
    *"$name"*) ;;
    *) temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type Keyword ;;
  esac
done
