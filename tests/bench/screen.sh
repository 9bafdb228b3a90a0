#!/bin/sh
# What ranking costs on one core: indexing, learning anew and ranking all records after one more decision, memory; for the default model
# and u4. Then, when LABELS names a labelled file and PRIORS two ids of it, a whole simulated screening. Not part of `make check`.
#   tests/bench/screen.sh [RECORDS...]       (in the build tree, with the programs on PATH; default 1000 10000 50000)
[ $# -gt 0 ] || set -- 1000 10000 50000
call=$(pwd)/tests/bench/screen-call
[ -x "$call" ] || { echo "no $call: make tests/bench/screen-call first; skipped"; exit 77; }
for model in title u4; do
  echo "model $model (seconds of processor time):"
  for records; do "$call" "$records" 2000 "$model" || exit 1; done
done
if [ -n "$LABELS" ] && [ -n "$PRIORS" ]; then
  for model in title u4; do
    echo "simulation with model $model:"
    ( time -p review-screen simulate --labels "$LABELS" --priors "$PRIORS" --model "$model" >/dev/null ) 2>&1 | tr '\n' ' '; echo
  done
fi
