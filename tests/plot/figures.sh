#!/bin/sh
# Figures as other programs read them: SVG is made of what svg.rng allows and of nothing else, in every theme and width; a PDF has its
# title, its fonts inside and its words as text; a PNG of 600 dots per inch has that resolution and the size that follows from it.
command -v xmllint >/dev/null 2>&1 || { echo 'xmllint is not there: skipped'; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/figures.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
data=$(cd "$top_srcdir/tests/data" && pwd) && rng=$(cd "$top_srcdir/tests/plot" && pwd)/svg.rng || exit 99
cd "$scratch" || exit 99
failed=0 drawn=0
fail() { echo "FAIL: $*"; failed=1; }
# valid NAME ARGUMENT...: the figure in three looks, each as the schema has it.
valid() {
  name=$1; shift
  for look in '--theme light' '--theme dark' '--theme auto'; do
    # shellcheck disable=SC2086
    review-plot "$@" $look --output "$name.svg" 2>stderr || { fail "$name: $(cat stderr)"; return; }
    xmllint --noout --nonet --relaxng "$rng" "$name.svg" 2>stderr || fail "$name $look: $(head -n 2 stderr)"
    drawn=$((drawn + 1))
  done
}
bcg="--data $data/meta/bcg_1994.csv --measure RR --quiet"
valid forest forest "$data/plot/bcg-arms.csv"
valid forest-narrow forest "$data/plot/bcg.csv" --width 85
for style in revman5 bmj jama lancet cochrane iqwig; do valid "forest-$style" forest "$data/plot/bcg.csv" --style $style; done
valid caterpillar caterpillar "$data/plot/bcg.csv"
valid orchard orchard "$data/plot/bcg.csv"
for figure in funnel radial baujat qq profile; do
  # shellcheck disable=SC2086
  review-meta points $bcg --figure $figure --chart $figure.csv >/dev/null || fail "no data of $figure"
  valid $figure $figure $figure.csv
done
# shellcheck disable=SC2086
review-meta points $bcg --figure bubble --mods ablat --chart bubble.csv >/dev/null && valid bubble bubble bubble.csv --width 85 || fail 'bubble'
# shellcheck disable=SC2086
review-meta gosh $bcg --method CE --subsets 200 --seed 7 --chart gosh.csv >/dev/null && valid gosh gosh gosh.csv || fail 'gosh'
review-meta points --data "$data/meta/bcg_1994.csv" --figure labbe --slab author --cells tpos,tneg,cpos,cneg --measure RR --quiet --chart labbe.csv >/dev/null &&
  valid labbe labbe labbe.csv || fail 'labbe'
valid flow flow "$data/plot/flow.csv"
valid rob rob "$data/plot/rob2.csv"
valid rob-summary rob-summary "$data/plot/rob2.csv"
valid map map "$data/plot/map.csv"
valid effect-direction effect-direction "$data/plot/directions.csv"
valid harvest harvest "$data/plot/harvest.csv"
valid agreement agreement "$data/plot/agreement.csv"
valid recall recall "$data/plot/recall.csv"
# The schema refuses what it should.
sed 's/<text /<text onclick="x()" /' forest.svg >live.svg
xmllint --noout --relaxng "$rng" live.svg 2>/dev/null && fail 'the schema lets an event pass'
sed 's|</svg>|<a href="http://example.org"><text x="1" y="1" font-size="9" fill="#000000">x</text></a></svg>|' forest.svg >link.svg
xmllint --noout --relaxng "$rng" link.svg 2>/dev/null && fail 'the schema lets a link pass'
echo "$drawn figures are valid"

title='A title & <more>: Wirkung, 効果'
review-plot forest "$data/plot/bcg.csv" --title "$title" --output f.pdf --output f.png --dpi 600 || fail 'no PDF and PNG'
if command -v pdffonts >/dev/null 2>&1; then
  pdffonts f.pdf | awk 'NR > 2 { n++; if ($(NF - 4) != "yes") bad = 1 } END { exit !n || bad }' || fail 'a font is not in the PDF'
  pdfinfo f.pdf | grep '^Title:' | grep -qF "$title" || fail 'the PDF has no title'
  pdftotext -layout f.pdf - | grep -q 'Aronson 1948.*0.41' || fail 'the words of the PDF cannot be selected'
fi
if command -v python3 >/dev/null 2>&1; then
  python3 - f.png <<'PY' || fail 'the PNG has another resolution or size'
import struct, sys
data = open(sys.argv[1], 'rb').read()
at = data.index(b'pHYs') + 4
x, y, unit = struct.unpack('>IIB', data[at:at + 9])
wide, high = struct.unpack('>II', data[16:24])
sys.exit(not (x == y == round(600 / 0.0254) and unit == 1 and abs(wide - 175 / 25.4 * 600) <= 1 and high > 1000))
PY
fi
exit $failed
