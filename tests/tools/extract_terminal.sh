#!/bin/sh
# A form filled at a terminal, with a pseudo terminal for the person.
command -v python3 >/dev/null || { echo "no python3 here: skipped"; exit 77; }
D=$(cd "$top_srcdir" && pwd)/tests/data/forms
scratch=$(mktemp -d "${TMPDIR:-/tmp}/enter.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
python=$(cd "$top_srcdir" && pwd)/tests/tools/extract_terminal.py
cd "$scratch" || exit 99
unset SOURCE_DATE_EPOCH
review-init a.review --protocol "$D/protocol.xml" --as lead 2>/dev/null || exit 99
for table in studies arms outcomes times contrasts results; do
  review-extract import --review a.review --as ada "$D/$table.csv" 2>/dev/null || exit 99
done
sed 's/<form>/<form extraction="double">/' "$D/protocol.xml" >double.xml
review-init b.review --protocol double.xml --as lead 2>/dev/null || exit 99
review-extract import --review b.review --as ada "$D/studies.csv" 2>/dev/null || exit 99
python3 "$python" a.review b.review
