#!/bin/sh
# Runs each row of the *.cases files ($T is tests/tools, $W a scratch folder new for each file of cases, $D tests/data) and
# compares what was printed (standard output, then standard error) and the exit code. Numbers are compared by tolerance
# (compare.awk), not by digits. `golden.sh NAME` runs NAME.cases alone; REDO=1 rewrites expected/.
T=$top_srcdir/tests/tools; D=$top_srcdir/tests/data; export T D
here=$(pwd); failed=0; passed=0; scratch=$(mktemp -d "${TMPDIR:-/tmp}/golden.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
SOURCE_DATE_EPOCH=1767225600; REVIEW_SEED=golden; export SOURCE_DATE_EPOCH REVIEW_SEED
for cases in "$T"/${1:-*}.cases; do
  W=$scratch/$(basename "$cases" .cases); export W
  mkdir -p "$W" && cd "$W" || exit 99
  while read -r name want command; do
    case $name in ''|\#*) continue;; esac
    eval "$command" >"$scratch/out" 2>"$scratch/err" </dev/null; got=$?
    cat "$scratch/err" >>"$scratch/out"
    expected=$T/expected/$(basename "$cases" .cases)/$name.out
    if [ -n "$REDO" ] && [ $got -eq "$want" ]; then   # another exit code is no result to keep
      mkdir -p "$(dirname "$expected")"; cp "$scratch/out" "$expected"; continue
    fi
    if [ $got -eq "$want" ] && awk -f "$T/compare.awk" "$expected" "$scratch/out"; then passed=$((passed + 1))
    else
      echo "FAIL $(basename "$cases" .cases) $name (exit $got, expected $want): $command"
      diff -u "$expected" "$scratch/out"; failed=$((failed + 1))
    fi
  done <"$cases"
  cd "$here" || exit 99
done
echo "$passed golden cases passed, $failed failed"
[ $failed -eq 0 ]
