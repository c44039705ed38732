#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh [long]: random tests, fuzzing, damaged captures, memory and the window, and a table of what
# was run and what failed. Short: about five minutes; long: about an hour.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/packages.sh

if [ "${1:-}" = long ]; then
    seeds=20 fuzz_seconds=400 damaged=500 leaks=8
    scenes=("cycles 200" "quits 10" "live 180" "switches 20" "changes 10" "neighbours 10")
else
    seeds=1 fuzz_seconds=60 damaged=20 leaks=1
    scenes=("cycles 3" "quits 1" "live 10" "switches 2" "changes 1" "neighbours 1")
fi

mkdir -p build
require_packages "${BUILD_PACKAGES[@]}" "${UI_PACKAGES[@]}" libgtest-dev libgmock-dev python3 \
    valgrind wireshark-common
{
    cmake --preset dev && cmake --build --preset dev &&
        cmake --preset asan-ubsan && cmake --build --preset asan-ubsan --target finrst_plugin
} >build/robustness.log || { cat build/robustness.log >&2; exit 1; }

failed=0

# properties SEEDS: all of the tests that must hold on any conversation, on other ones for each seed.
properties() {
    local seed tests=0 failures=0 passed
    for seed in $(seq "$1"); do
        passed=$(build/dev/tests/analysis/analysis_test --gtest_shuffle \
            --gtest_random_seed="$seed" --gtest_filter='Random*:Sample*:MainConversation*' |
            sed -n 's/^\[  PASSED  \] \([0-9]*\) tests*\.$/\1/p')
        tests=$((tests + ${passed:-0}))
        [ -n "$passed" ] || failures=$((failures + 1))
    done
    echo "| properties, 4000 random conversations a seed, all samples | $tests | $1 | $failures | |"
    return "$failures"
}

# python PRESET SCRIPT ARGUMENT...
python() {
    local preset=$1
    shift
    FINRST_PLUGIN_DIR=$PWD/build/$preset/plugins PYTHONDONTWRITEBYTECODE=1 \
        /usr/bin/python3 "tests/robustness/$1" "${@:2}"
}

without_a_window() {
    local failed=0
    properties "$seeds" || failed=1
    tests/fuzz/run.sh "$fuzz_seconds" || failed=1
    python asan-ubsan damaged_captures.py "$damaged" || failed=1
    python dev leaks.py "$leaks" || failed=1
    return $failed
}

in_the_window() {
    local failed=0 scene
    for scene in "${scenes[@]}"; do
        # shellcheck disable=SC2086 # a scene and how often
        python dev window.py $scene || failed=1
    done
    return $failed
}

echo "| what | runs | inputs | failures | |"
echo "|---|---|---|---|---|"
trap 'trap - TERM; kill 0' INT TERM  # with what runs in the background
in_the_window >build/robustness-window.log &
without_a_window || failed=1
wait $! || failed=1
cat build/robustness-window.log
exit $failed
