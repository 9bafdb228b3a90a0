#!/bin/sh
# Pools the 385 effects in the folder OUT (default ./dropout-prevention). The programs must be in the PATH.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-dropout-prevention}
mkdir -p "$out" && cd "$out"

# 152 studies, 385 effects: independent effects are an assumption that has to be said, and is warned of.
review-meta --data "$here/dropout_prevention.csv" --yi LOR1 --vi varLOR --study studyID --slab row --measure OR \
            --method REML --test z --assume-independent --output independent.txt
cat independent.txt
