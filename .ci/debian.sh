# Sourced by whoever needs programs that Debian has, and installs those that are missing.
# shellcheck shell=bash

# Each argument is a program, with the package that has it if that is called otherwise: redis-cli=redis-tools.
install_missing() {
  local wanted packages=()
  for wanted; do
    command -v "${wanted%%=*}" >/dev/null || packages+=("${wanted#*=}")
  done
  ((${#packages[@]} > 0)) || return 0
  echo "== Install ${packages[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
  # A package may have started a server of its own.
  for wanted in "${packages[@]}"; do
    service "$wanted" stop >/dev/null 2>&1 || true
  done
}
