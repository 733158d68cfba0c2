#!/usr/bin/env bash
# ./run.sh [SCENARIO.toml]: from a fresh clone to a simulated ensemble and its figure, on Debian 12 (root or sudo).
# Without an argument it runs the showcase: a feedback loop under a clamp, a shift and a released clamp.
set -euo pipefail

case ${1:-} in
  -h | --help)
    sed -n '2,3s/^# //p' "$0"
    exit 0
    ;;
  -*)
    echo "run.sh: unknown option $1 (usage: ./run.sh [SCENARIO.toml])" >&2
    exit 2
    ;;
esac
if [ $# -gt 1 ]; then
  echo "run.sh: one scenario at a time (usage: ./run.sh [SCENARIO.toml])" >&2
  exit 2
fi

project=$(cd "$(dirname "$0")" && pwd)
scenario=${1:-$project/examples/feedback_loop/feedback_loop.toml}
if [ ! -f "$scenario" ]; then
  echo "run.sh: no such scenario file: $scenario" >&2
  exit 3
fi
scenario=$(realpath "$scenario")
name=$(basename "$scenario" .toml)
build=$project/build/release
results=$PWD/results

step() { echo "== $*" >&2; }

step "1/4 packages"
"$project/cmake/install_debian_packages.sh" build figures

step "2/4 build (the first time takes a few minutes)"
if [ ! -f "$build/build.ninja" ]; then
  cmake -S "$project" --preset release -DDOSDE_TESTS=OFF -DDOSDE_BENCHMARKS=OFF --log-level=NOTICE >&2
fi
cmake --build "$build" --target dosde -- --quiet >&2

step "3/4 run $name"
mkdir -p "$results"
file=$results/$name.h5
finished=0
"$build/cli/dosde" run "$scenario" -o "$file" --overwrite || finished=$?
# 5: finished, some trajectories diverged; their file is whole and tells which.
[ "$finished" = 0 ] || [ "$finished" = 5 ] || exit "$finished"

step "4/4 figure"
figure=$results/$name.png
drawing=$(dirname "$scenario")/figure.py
if [ -f "$drawing" ]; then
  /usr/bin/python3 "$drawing" "$file" "$figure" >&2
else
  figure=
fi

echo
echo "result:  $file"
[ -z "$figure" ] || echo "figure:  $figure"
echo "look at: $build/cli/dosde info $file"
echo "open it: /usr/bin/python3 -c 'import xarray; print(xarray.open_dataset(\"$file\"))'"
exit "$finished"
