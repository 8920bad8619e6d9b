# To be read by other scripts: named steps, and a verdict over all of them at the end.
# shellcheck shell=bash

failed=()

# step NAME COMMAND...: runs the command under a heading and remembers whether it failed.
step() {
  local name=$1 started=$SECONDS
  shift
  echo "==> $name"
  "$@" || failed+=("$name")
  if [ $((SECONDS - started)) -ge 2 ]; then echo "    $name: $((SECONDS - started)) s"; fi
}

# Exits with 1, naming the steps that failed, when there were any.
verdict() {
  [ "${#failed[@]}" = 0 ] && exit 0
  printf 'FAILED: %s\n' "${failed[@]}" >&2
  exit 1
}
