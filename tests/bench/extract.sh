#!/bin/sh
# What it costs to compare two people's versions: extract.sh [FIELDS [STUDIES]] (200 and 500: 200,000 values in all). Prints seconds.
# `make tests/bench/extract-make` first; the tools of the build tree must be in PATH.
fields=${1:-200}; studies=${2:-500}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/extract.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
"${top_builddir:-.}/tests/bench/extract-make" "$scratch" "$fields" "$studies" || exit 1
cd "$scratch" || exit 99
unset REVIEW_FILE REVIEW_USER
awk -v fields=fields.xml '/<form/ { print; while ((getline line < fields) > 0) print line; skip = 1 } /<\/form>/ { skip = 0 }
    !skip && !/<select>/' "$top_srcdir/tests/data/double/protocol.xml" >plan.xml
timed() {
  what=$1; shift
  start=$(date +%s.%N)
  "$@" >out.txt 2>err.txt || { cat err.txt; exit 1; }
  end=$(date +%s.%N)
  echo "$what $start $end" | awk '{ printf "%-28s %6.2f s\n", $1, $3 - $2 }'
}
review-init x.review --protocol plan.xml --as lea 2>err.txt || { cat err.txt; exit 1; }
sed 's/,.*//' ann-studies.csv >studies.csv
review-extract import studies.csv --review x.review --as lea 2>err.txt || { cat err.txt; exit 1; }
timed deal review-extract deal ann bob --review x.review --as lea
for who in ann bob; do timed "import-$who" review-extract import $who-studies.csv $who-results.csv --review x.review --as $who; done
labels() { sed 1d studies.csv | tr '\n' '\0'; }
for who in ann bob; do labels | xargs -0 review-extract done --review x.review --as $who 2>err.txt || { cat err.txt; exit 1; }; done
timed differences review-extract differences --review x.review --format csv
wc -l <out.txt; tail -n 2 err.txt
timed align review-extract align --review x.review --format csv
timed agreement review-extract agreement --review x.review --format csv
timed agree review-extract agree --review x.review --as lea
tail -n 1 err.txt
timed differences-after review-extract differences --review x.review --format csv
