#!/usr/bin/env bash
# install_debian_packages.sh GROUP...: installs what is missing of the named groups of cmake/debian-packages.txt
# (build, figures, tests, long, cluster). Does nothing, in well under a second, when everything is there.
set -euo pipefail
list=$(dirname "$0")/debian-packages.txt

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
  echo "not a Debian-like system: install the libraries of docs/dependencies.md yourself; going on" >&2
  exit 0
fi

wanted=()
for group in "$@"; do
  mapfile -t -O "${#wanted[@]}" wanted < <(awk -v group="$group" '$1 == group { print $2 }' "$list")
done
installed=$(dpkg-query -W -f='${Package} ${db:Status-Abbrev}\n' "${wanted[@]}" 2>/dev/null | awk '$2 == "ii" { print $1 }' || true)
mapfile -t missing < <(comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) <(sort -u <<<"$installed"))
[ "${#missing[@]}" -gt 0 ] || exit 0

echo "installing from apt: ${missing[*]}" >&2
apt=(apt-get)
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "cannot install: not root, and there is no sudo. Ask for: apt-get install ${missing[*]}" >&2
    exit 4
  fi
  apt=(sudo DEBIAN_FRONTEND=noninteractive apt-get)
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${apt[@]}" update -qq && "${apt[@]}" install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "apt could not install the packages above (no network, or another apt is running?)" >&2
  exit 4
fi
