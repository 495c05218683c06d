#!/usr/bin/env bash
# Adding and searching with a real English corpus that grows: WordNet's definitions (Debian's wordnet-base).
#
#   benchmarks/engine.sh [--sizes 1000,10000,100000] [--users 1000] [--searches 1000] [--cache FILE]
#
# The vectors of the corpus take some minutes to make; they are kept in FILE for the next run.
sizes=1000,10000,100000 users=1000 searches=1000 cache=${TMPDIR:-/tmp}/memwarden-benchmark-vectors wordnet=/usr/share/wordnet
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
[[ -f $wordnet/data.noun ]] || fail "no WordNet in $wordnet; on Debian: sudo apt-get install wordnet-base"
describe_machine
run_java engine.EngineBenchmark --sizes "$sizes" --users "$users" --searches "$searches" --cache "$cache" \
  --wordnet "$wordnet"
