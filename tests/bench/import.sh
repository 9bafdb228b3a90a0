#!/bin/sh
# How fast a large RIS file goes into a review, and what memory that takes. Not part of `make check`.
#   tests/bench/import.sh [RECORDS]         (with the programs on PATH)
records=${1:-200000}
[ -x /usr/bin/time ] || { echo "no /usr/bin/time here (Debian: time): skipped"; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/bench.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
here=$(cd "$(dirname "$0")/../.." && pwd)
awk -v n="$records" 'BEGIN {
  for (w = 0; w < 150; w++) words = words " training" w " of young people"
  for (i = 1; i <= n; i++) {
    printf "TY  - JOUR\nAU  - Adams%d, Ann\nAU  - Brown%d, Bo\nAU  - Clark, Cy\nTI  - Mentoring and re-engagement, study %d\n", i % 997, i % 89, i
    printf "T2  - Journal of Tests\nPY  - %d\nVL  - %d\nIS  - 2\nSP  - %d\nEP  - %d\nDO  - 10.9999/tests.%d\n", 1980 + i % 45, i % 60, i % 900, i % 900 + 9, i
    printf "AB  - %s\nKW  - mentoring\nKW  - dropout\nER  - \n\n", substr(words, 1 + i % 2000, 1000)
  }
}' >"$scratch/big.ris"
cd "$scratch" || exit 99
review-init bench.review --as bench --protocol "$here/protocols/disengagement-15-24.xml" 2>/dev/null || exit 1
/usr/bin/time -f '%e %U %S %M' -o time review-import --as bench --source Bench --kind database big.ris >/dev/null || exit 1
read -r wall user system memory <time
awk -v n="$records" -v w="$wall" -v u="$user" -v s="$system" -v m="$memory" -v b="$(wc -c <big.ris)" 'BEGIN {
  printf "%d records, %.0f MB: %.1f s wall (%.0f records/s), %.1f s CPU (%.0f records/s), peak memory %.1f MB\n",
         n, b / 1e6, w, n / w, u + s, n / (u + s), m / 1024 }'
