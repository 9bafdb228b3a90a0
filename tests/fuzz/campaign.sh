#!/bin/sh
# Fuzzes with libFuzzer under the sanitizers: tests/fuzz/campaign.sh SECONDS [NAME...], from a build made with
#   configure CC=clang --enable-fuzzing
# in whose top folder it runs. Each driver starts from its nasty files; what it finds stands in campaign/NAME, its corpus in
# campaign/NAME.corpus. Not part of `make check`.
seconds=${1:?usage: campaign.sh SECONDS [NAME...]}; shift
top_srcdir=$(cd "$(dirname "$0")/../.." && pwd); export top_srcdir
nasty=$top_srcdir/tests/data/nasty
[ $# -gt 0 ] || set -- $(ls "$nasty")
failed=0
for name in "$@"; do
  driver=$PWD/tests/fuzz/fuzz-$name
  [ -x "$driver" ] || { echo "$name: there is no $driver; build it first (make $driver)"; failed=1; continue; }
  mkdir -p "campaign/$name" "campaign/$name.corpus"
  if (cd "campaign/$name" && nice "$driver" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 -print_final_stats=1 \
        "../$name.corpus" "$nasty/$name") >"campaign/$name.log" 2>&1; then
    echo "$name: no finding, $(sed -n 's/^stat::number_of_executed_units: *//p' "campaign/$name.log") runs"
  else
    echo "$name: FOUND $(ls "campaign/$name"); see campaign/$name.log"; failed=1
  fi
done
exit $failed
