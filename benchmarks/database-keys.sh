#!/usr/bin/env bash
# Judging a key with ever more of them in a PostgreSQL database: one that was used before, and one that has to be looked
# up. Needs 15 GB of disk for ten million.
#
#   benchmarks/database-keys.sh [--stored 100001,1000000,10000000] [--active 100000] [--rounds 5]
# shellcheck disable=SC2154,SC2034 # what is sourced sets and uses them
stored=100001,1000000,10000000 active=100000 rounds=5
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
describe_machine
# Each number has a process and a database of its own, so that none is measured in what the one before left behind.
for number in ${stored//,/ }; do
  run_java keys.DatabaseKeys --stored "$number" --active "$active" --rounds "$rounds" --data "$scratch/$number"
  rm -rf "${scratch:?}/$number"
done
