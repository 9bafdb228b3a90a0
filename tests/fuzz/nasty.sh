#!/bin/sh
# Runs each fuzz driver, tests/fuzz/fuzz-NAME, over its folder of nasty files, tests/data/nasty/NAME. A driver aborts when something
# is wrong, and none may take longer than three minutes (NASTY_SECONDS).
failed=0
for driver in "$top_builddir"/tests/fuzz/fuzz-*; do
  [ -x "$driver" ] && [ -f "$driver" ] || continue
  name=${driver##*/fuzz-}
  folder=$top_srcdir/tests/data/nasty/$name
  [ -d "$folder" ] || { echo "FAIL fuzz-$name has no folder $folder"; failed=1; continue; }
  set -- "$folder"/*
  if timeout "${NASTY_SECONDS:-180}" "$driver" "$@" >"nasty.$$.out" 2>&1; then
    echo "fuzz-$name: $# nasty files"
  else
    echo "FAIL fuzz-$name:"; tail -20 "nasty.$$.out"; failed=1
  fi
  rm -f "nasty.$$.out"
done
exit $failed
