#!/usr/bin/env bash
# ./test.sh [--long|--cluster]: installs what is missing, builds everything with warnings as errors, and runs all tests:
# style, layers, format, every room, the installed package, the examples. --long adds the tests that take minutes each;
# --cluster installs Slurm and runs only the tests that start one on this machine (as root, some ten minutes).
set -euo pipefail

packages=(build figures tests)
selected=(-LE "long|cluster")
case ${1:-} in
  "") ;;
  --long)
    packages+=(long)
    selected=(-LE cluster)
    ;;
  --cluster)
    packages+=(cluster)
    selected=(-L cluster)
    ;;
  -h | --help)
    sed -n '2,4s/^# //p' "$0"
    exit 0
    ;;
  *)
    echo "test.sh: unknown argument $1 (usage: ./test.sh [--long|--cluster])" >&2
    exit 2
    ;;
esac

project=$(cd "$(dirname "$0")" && pwd)
build=$project/build/release
jobs=$(nproc)

step() { echo "== $*" >&2; }

step "1/4 packages"
"$project/cmake/install_debian_packages.sh" "${packages[@]}"

step "2/4 style"
/usr/bin/python3 "$project/tests/style/check.py" --self-test
/usr/bin/python3 "$project/tests/style/check.py" "$project"

step "3/4 build"
cmake -S "$project" --preset release -DDOSDE_TESTS=ON -DDOSDE_BENCHMARKS=ON -DDOSDE_WERROR=ON --log-level=NOTICE
cmake --build "$build" --parallel "$jobs"

step "4/4 tests"
ctest --test-dir "$build" --output-on-failure --parallel "$jobs" --no-tests=error "${selected[@]}"
