#!/usr/bin/env bash
# Searching by vectors in a PostgreSQL database, with everything in reach compared and with the index of pgvector. Needs an
# empty database that has the extension, and somebody who may log in there without a password.
#
#   benchmarks/vectors.sh --database postgresql://127.0.0.1/vectors [--user memwarden] [--vectors 200000]
#     [--of 1000,5000,10000,20000,40000] [--searches 50]
# shellcheck disable=SC2154,SC2034 # what is sourced sets and uses them
database='' user=memwarden vectors=200000 of=1000,5000,10000,20000,40000 searches=50
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
read_options "$@"
describe_machine
run_java vectors.DatabaseVectors --database "$database" --user "$user" --vectors "$vectors" --of "$of" --searches "$searches"
