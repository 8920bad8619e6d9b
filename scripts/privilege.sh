# To be read by other scripts: installing Debian packages, when this user may.
# shellcheck shell=bash

# True when commands can be run as root without asking anybody for a password.
as_root_possible() {
  command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# debian_install PACKAGE...: installs them, quietly; false when that fails.
debian_install() {
  local log status=0
  log=$(mktemp)
  { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "$@"; } </dev/null >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || tail -n 5 "$log" >&2
  rm -f "$log"
  return "$status"
}
