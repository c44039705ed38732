#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh [SECONDS [SEED]]: runs each of libFuzzer's targets that long (a minute unless told
# otherwise), with AddressSanitizer and UndefinedBehaviorSanitizer, and prints what was run. What was
# found stays in build/fuzz/found. A target begins with what earlier runs have learnt, and goes on by
# chance; with a seed, it begins anew and tries the same each time.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/packages.sh

seconds=${1:-60}
seed=${2:-0}  # to libFuzzer, 0 is chance
binaries=build/fuzz/tests/fuzz
require_packages "${BUILD_PACKAGES[@]}" clang-14 libclang-rt-14-dev libgtest-dev libgmock-dev \
    wireshark-common zstd lz4
mkdir -p build
{ cmake --preset fuzz && cmake --build --preset fuzz; } >build/fuzz.log 2>&1 || {
    cat build/fuzz.log >&2
    exit 1
}

# The capture writer's seeds are the small samples, as pcapng and as pcap. The first octet is what is
# wanted of the copy (capture_fuzzer.cc).
seeds=build/fuzz/seeds
rm -rf "$seeds"
mkdir -p "$seeds" build/fuzz/found
find samples -name '*.pcapng' -size -4k | while read -r sample; do
    name=$(basename "$sample" .pcapng)
    for wishes in 000 004 007 014 020 047; do
        { printf "\\$wishes"; cat "$sample"; } >"$seeds/$name-$wishes"
    done
    for format in pcap nsecpcap modpcap; do
        { printf '\004'; editcap -F "$format" "$sample" -; } >"$seeds/$name-$format"
    done
done
# The reader's are whole captures, packed ones too.
captures=build/fuzz/captures
rm -rf "$captures"
mkdir -p "$captures"
find samples -name '*.pcapng' -size -4k | while read -r sample; do
    name=$(basename "$sample" .pcapng)
    cp "$sample" "$captures/$name"
    for packer in gzip zstd lz4; do "$packer" -qc "$sample" >"$captures/$name-$packer"; done
    for format in pcap nsecpcap modpcap; do
        editcap -F "$format" "$sample" "$captures/$name-$format"
    done
done
# Comments that repeat a pattern, in a copy with replaced addresses.
number=0
for pattern in - a- a: :: 1. 1: 1.1.1.1 f:f 198.51.100.7 2001:db8::7 02:12:34:56:78:9a; do
    printf '\102%s' "$pattern" >"$seeds/repeated-$((number += 1))"
done

# fuzz TARGET LARGEST CORPUS
fuzz() {
    local learnt=build/fuzz/learnt-$1 log=build/fuzz/$1.log status=0
    [ "$seed" -eq 0 ] || rm -rf "$learnt"
    mkdir -p "$learnt"
    "$binaries/$1_fuzzer" -max_total_time="$seconds" -seed="$seed" -max_len="$2" -timeout=10 \
        -print_final_stats=1 -artifact_prefix=build/fuzz/found/ "$learnt" "$3" 2>"$log" ||
        status=$?
    local runs inputs failures=0
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    inputs=$(find "$3" -type f | wc -l)
    if [ "$status" -ne 0 ]; then
        failures=1
        tail -n 40 "$log" >&2
    fi
    echo "| libFuzzer, $1, $seconds s | ${runs:-?} | $inputs | $failures | |"
    return "$status"
}

# Two at a time.
status=0
(
    fuzz analysis 300 tests/fuzz/analysis_corpus || status=1
    fuzz record 16384 tests/host/texts || status=1
    exit $status
) &
other=$!
fuzz capture 8192 "$seeds" || status=1
fuzz reader 8192 "$captures" || status=1
wait "$other" || status=1
exit $status
