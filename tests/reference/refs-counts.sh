#!/bin/sh
# Reads every RIS, PubMed XML and CSV file of a corpus of real exports and compares the number of records, and for the nasty files
# whether they are read or refused. The corpus is kept outside the repository: FOLDER/index.csv (file,format,...,n_records,n_expected,
# columns 1, 2, 7, 8) and FOLDER/bad/index.csv (file,outcome,n_records).
#   tests/reference/refs-counts.sh FOLDER         (with review-import on PATH)
folder=$1
[ -f "$folder/index.csv" ] || { echo "no corpus at '$folder': skipped"; exit 77; }
records() { review-import --dry-run --format csv "$1" 2>/dev/null | awk -F, 'NR == 2 { print $4 }'; }

awk -F, 'NR > 1 && ($2 == "ris" || $2 == "pubmed-xml" || $2 == "csv") { print $1, ($8 != "" ? $8 : $7) }' "$folder/index.csv" |
  { files=0; right=0
    while read -r file want; do
      got=$(records "$folder/$file"); files=$((files + 1))
      if [ "${got:-0}" = "$want" ]; then right=$((right + 1)); else echo "$file: ${got:-none} records, $want expected"; fi
    done
    echo "$right of $files files have the number of records expected"; }
awk -F, 'NR > 1 && $1 ~ /\.(ris|csv|ris\.gz)$|pubmed|mixed/ { print $1, $2, $3 }' "$folder/bad/index.csv" |
  { files=0; right=0
    while read -r file outcome want; do
      got=$(records "$folder/bad/$file"); files=$((files + 1))
      if [ "${got:-0}" = "$want" ]; then right=$((right + 1)); else echo "bad/$file: ${got:-refused}, expected $outcome $want"; fi
    done
    echo "$right of $files nasty files are read or refused as they should be"; }
