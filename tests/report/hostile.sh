#!/bin/sh
# A review made of hostile text (hostile_review.py), carried through every output of review-report and review-plot: nothing in them is
# alive, nothing is broken, and the text is there (hostile_check.py, markdown-live). With pdflatex, where it is, the LaTeX is
# set.
command -v python3 >/dev/null 2>&1 || { echo 'python3 is not there: skipped'; exit 77; }
scratch=$(mktemp -d "${TMPDIR:-/tmp}/hostile.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
SOURCE_DATE_EPOCH=1795478400; export SOURCE_DATE_EPOCH
here=$top_srcdir/tests/report
failed=0
fail() { echo "FAIL: $*"; failed=1; }
# run NAME COMMAND...: it may not fail; what it says may hold no control characters.
run() {
  what=$1; shift
  "$@" >"$scratch/stdout" 2>"$scratch/stderr" || { cat "$scratch/stderr"; fail "$what"; }
  cat "$scratch/stdout" "$scratch/stderr" | LC_ALL=C tr -d '\n\t -\176\200-\377' | grep -q . && fail "$what: control characters in what it says"
}
check() { python3 "$here/hostile_check.py" "$@" || failed=1; }

python3 "$here/hostile_review.py" "$top_srcdir" "$scratch/tree" || exit 1
sh "$scratch/tree/examples/disengagement/run.sh" "$scratch/run" >"$scratch/out" 2>&1 || { tail -3 "$scratch/out"; exit 1; }
cd "$scratch/run" || exit 99
REVIEW_FILE=disengagement.review; export REVIEW_FILE
check report "$scratch/tree/examples/disengagement"
"$top_builddir/tests/report/markdown-live" report/report.md || failed=1

# Tables alone, the fields, and what people write themselves.
mkdir one
for name in characteristics excluded flow_numbers; do
  for format in html md tex docx odt xlsx; do run "table $name as $format" review-report table $name --output "one/$name.$format"; done
done
for format in csv json; do run "fields as $format" review-report fields --format $format --output "one/fields.$format"; done
cat >paper.md <<'MD'
# <script>alert(1)</script>

[x](javascript:alert(2)) ![y](http://hostile.example/z.png) \input{x} <img src=x onerror=alert(3)> =1+1 {{education.sentence}}

{{table:characteristics}}

{{figure:forest_education}}

{{part:question}}
MD
for format in html docx odt tex; do run "fill as $format" review-report fill paper.md --output "one/paper.$format"; done
run 'manuscript' review-report manuscript one/manuscript.docx
run 'refresh' review-report refresh one/manuscript.docx
for style in apa harvard vancouver ama lancet; do
  for format in html md json text; do
    run "references by $style as $format" review-report references --where all --style $style --format $format --output "one/references-$style.$format"
  done
done
run 'fields for people' review-report fields
run 'references for people' review-report references --where all
run 'verify' review-report verify report
check one ''
for file in one/*.md; do "$top_builddir/tests/report/markdown-live" "$file" || failed=1; done

# The checks can fail: a script, a formula, a link.
mkdir bad
printf '<!DOCTYPE html><html><body><p onclick="x()">a<script>b</script></p></body></html>' >bad/a.html
printf 'a,b\n=1+1,2\n' >bad/b.csv
printf '[x](javascript:alert(1))\n' >bad/c.md
[ "$(python3 "$here/hostile_check.py" bad '' | grep -c '^FAIL')" -eq 3 ] || fail 'the check of a page and a table finds other than 3 faults'
"$top_builddir/tests/report/markdown-live" bad/c.md >/dev/null && fail 'the check of Markdown finds nothing'

# The figures that review-plot draws, in all formats.
mkdir plots
for file in report/forest_*.csv; do
  name=$(basename "$file" .csv)
  run "forest $name" review-plot forest "$file" --output "plots/$name.svg" --output "plots/$name.pdf" --output "plots/$name.png" --dpi 100
  run "caterpillar $name" review-plot caterpillar "$file" --output "plots/caterpillar_$name.svg"
  run "orchard $name" review-plot orchard "$file" --output "plots/orchard_$name.svg"
done
run 'flow' review-plot flow --output plots/flow.svg --output plots/flow.pdf
for tool in rob rob-summary; do run $tool review-plot $tool --tool sms --output plots/$tool.svg; done
run 'agreement' review-plot agreement --output plots/agreement.svg
check plots ''

# Programs that read what came out.
if command -v pdflatex >/dev/null 2>&1 && kpsewhich booktabs.sty >/dev/null && kpsewhich microtype.sty >/dev/null; then
  (cd report && openin_any=p openout_any=p timeout 300 pdflatex -no-shell-escape -interaction=nonstopmode -halt-on-error report.tex >tex.out 2>&1) || {
    grep -A 6 '^!' report/report.log; fail 'pdflatex stops'; }
else
  echo 'no pdflatex here: the LaTeX is read, not set'
fi
if [ -n "${KEEP:-}" ]; then cp -r "$scratch/." "$KEEP"; fi
exit $failed
