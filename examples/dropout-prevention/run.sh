#!/bin/sh
# Pools the 385 effects in the folder OUT (default ./dropout-prevention). The programs must be in the PATH.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-dropout-prevention}
mkdir -p "$out" && cd "$out"
pool() { review-meta "$@" --data "$here/dropout_prevention.csv" --yi LOR1 --vi varLOR --study studyID --sample studySample --slab row --measure OR; }

# 152 studies, 317 samples, 385 effects: correlated and hierarchical effects, robust by study.
pool --output dependent.txt --emit-r dependent.R
pool --mods study_design --output design.txt
pool grid --output grid.csv --format csv
# As if they were independent: an assumption that has to be said, and is warned of.
pool --method REML --test z --assume-independent --output independent.txt
cat dependent.txt
