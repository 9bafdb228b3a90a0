#!/bin/sh
# How fast reference files are read into records, format by format, on one core, and what memory that takes: the same records
# made as RIS and converted to each format that is written. Where bibutils is installed, its reader runs on the first twentieth of the
# records, for it takes minutes. Not part of `make check`.
#   tests/bench/refs.sh [RECORDS]         (with the programs on PATH)
records=${1:-50000}
[ -x /usr/bin/time ] || { echo "no /usr/bin/time here (Debian: time): skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
cd "$scratch" || exit 99
make() {
awk -v n="$1" 'BEGIN {
  for (w = 0; w < 150; w++) words = words " training" w " of young people"
  for (i = 1; i <= n; i++) {
    printf "TY  - JOUR\nAU  - Adams%d, Ann\nAU  - Brown%d, Bo\nAU  - Clark, Cy\nTI  - Mentoring and re-engagement, study %d\n", i % 997, i % 89, i
    printf "T2  - Journal of Tests\nPY  - %d\nVL  - %d\nIS  - 2\nSP  - %d\nEP  - %d\nDO  - 10.9999/tests.%d\n", 1980 + i % 45, i % 60, i % 900, i % 900 + 9, i
    printf "SN  - 1234-5679\nAB  - %s\nKW  - mentoring\nKW  - dropout\nER  - \n\n", substr(words, 1 + i % 2000, 1300)
  }
}'
}
make "$records" >bench.ris
make $((records / 20)) >few.ris

# measure NAME FILE COMMAND...: one line of figures, the best of three.
measure() {
  name=$1; file=$2; shift 2
  for run in 1 2 3; do
    /usr/bin/time -a -o times -f '%U %S %M' "$@" >/dev/null 2>errors || { echo "$name: $(head -n 1 errors)"; rm -f times; return; }
  done
  awk -v name="$name" -v n="$records" -v bytes="$(wc -c <"$file")" '
    NF == 3 { cpu = $1 + $2; if (!best || cpu < best) best = cpu; if ($3 > memory) memory = $3 }
    END { if (best < .01) best = .01
          printf "%-26s %7.1f MB %7.2f s CPU %8.1f MB/s %9.0f records/s %7.1f MB memory\n", name, bytes / 1e6, best, bytes / 1e6 / best, n / best, memory / 1024 }' times
  rm -f times
}

for format in ris $(review-convert --help | sed -n '/--to=/,/^  -[^t]/p' | tr -s ' ,\n' '\n' | grep -x -e nbib -e endnote-xml -e bibtex -e csl-json -e csv); do
  [ "$format" = ris ] || review-convert --to "$format" --output "bench.$format" bench.ris || continue
  measure "$format" "bench.$format" review-import --check --from "$format" "bench.$format"
done
records=$((records / 20))
for pair in ris2xml:ris endx2xml:endnote-xml bib2xml:bibtex; do
  format=${pair##*:}
  command -v "${pair%%:*}" >/dev/null || continue
  [ "$format" = ris ] || review-convert --to "$format" --output "few.$format" few.ris || continue
  measure "$format, few" "few.$format" review-import --check --from "$format" "few.$format"
  measure "$format, few (bibutils)" "few.$format" "${pair%%:*}" "few.$format"
done
exit 0
