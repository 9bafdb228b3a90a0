#!/bin/sh
# The gallery, made as a newcomer does: every figure in every format, whole, its SVG well-formed and with words; again, the same bytes.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/gallery.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
SOURCE_DATE_EPOCH=1767225600
export SOURCE_DATE_EPOCH
unset REVIEW_FILE
failed=0
fail() { echo "FAIL: $*"; failed=1; }

sh "$top_srcdir/examples/gallery/make.sh" "$scratch/one" 2>"$scratch/log" || { tail -n 5 "$scratch/log"; fail 'make.sh'; }
REVIEW_FILE=$scratch/one/disengagement/disengagement.review sh "$top_srcdir/examples/gallery/make.sh" "$scratch/two" 2>"$scratch/log" || fail 'make.sh again'
n=0
for svg in "$scratch"/one/*.svg; do
  name=$(basename "$svg" .svg); n=$((n + 1))
  xmllint --noout "$svg" || fail "$name.svg is not well-formed"
  grep -q '<text' "$svg" || fail "$name.svg has no text"
  grep -q '<desc[^>]*>[^<]' "$svg" || fail "$name.svg says nothing"
  [ "$(head -c 5 "$scratch/one/$name.pdf")" = %PDF- ] || fail "$name.pdf"
  [ "$(head -c 4 "$scratch/one/$name.png" | tail -c 3)" = PNG ] || fail "$name.png"
  for file in $name.svg $name.pdf $name.png; do
    cmp -s "$scratch/one/$file" "$scratch/two/$file" || fail "$file differs when made again"
  done
  grep -q "id=\"$name\"" "$scratch/one/index.html" || fail "$name is not in the page"
done
# The map of the review counts the studies that the tables which were read in have, domain by domain.
export REVIEW_FILE="$scratch/one/disengagement/disengagement.review"
review-plot map --output "$scratch/map.svg" --table "$scratch/map.csv" || fail 'the map of the review'
for domain in education work; do
  want=$(sed -E ':again;s/^([^"]*)"([^",]*),([^"]*)"/\1"\2;\3"/;tagain' "$top_srcdir/examples/disengagement/extraction/results.csv" \
         | cut -d, -f2,5 | sort -u | grep -c ",$domain\$")
  got=$(grep -i "^,\"*$domain:" "$scratch/map.csv" | awk -F, '{ print $(NF - 1) }')
  [ "$got" = "$want" ] || fail "the map has $got studies of $domain, the tables have $want"
done
[ "$n" -ge 35 ] || fail "$n figures"
xmllint --html --noout "$scratch/one/index.html" 2>&1 | grep -v -i 'tag \(main\|figure\|figcaption\) invalid' | grep -i 'error' && fail 'index.html'
exit $failed
