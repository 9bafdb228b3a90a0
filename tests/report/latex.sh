#!/bin/sh
# The LaTeX of a report, of the running example and of a document full of hostile text, is set by pdflatex without an error, with every
# link leading somewhere, and says what the text says.
skip() { echo "$*: skipped"; exit 77; }
command -v pdflatex >/dev/null 2>&1 || skip 'no pdflatex here'
for style in booktabs longtable pdflscape caption microtype hyperref geometry lmodern; do
  kpsewhich "$style.sty" >/dev/null || skip "no $style.sty here"
done
scratch=$(mktemp -d "${TMPDIR:-/tmp}/latex.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
SOURCE_DATE_EPOCH=1795478400; export SOURCE_DATE_EPOCH
failed=0
fail() { echo "FAIL: $*"; failed=1; }
mkdir "$scratch/hostile"
"$top_builddir/tests/report/hostile-page" "$scratch/hostile" || exit 1
sh "$top_srcdir/examples/disengagement/run.sh" "$scratch/example" >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
mv "$scratch/example/report" "$scratch/report"

for folder in hostile report; do
  cd "$scratch/$folder" || exit 99
  LC_ALL=C grep -q '[^ -~]' report.tex && fail "$folder: report.tex is not plain ASCII"
  for run in first second; do
    # What TeX reads is shut in: it runs nothing and opens no file above its folder.
    openin_any=p openout_any=p timeout 120 pdflatex -no-shell-escape -interaction=nonstopmode -halt-on-error report.tex >tex.out 2>&1 || {
      grep -A 6 '^!' report.log; fail "$folder: pdflatex stopped in its $run run"; break; }
  done
  grep -q "Reference.*undefined\|name{.*} has been referenced but does not exist\|multiply defined\|duplicate ignored" report.log &&
    fail "$folder: $(grep -m 1 "undefined\|does not exist\|multiply\|duplicate" report.log)"
  # Nothing runs off the page by more than a letter where users' text is not hostile.
  if [ $folder = report ]; then
    awk '/^Overfull .hbox/ { w = substr($3, 2); sub(/pt$/, "", w); if (w + 0 > 12) { print; getline; print; n++ } } END { exit n > 0 }' report.log ||
      fail "$folder: text runs into the margin"
  fi
done
if command -v pdftotext >/dev/null 2>&1; then
  pdftotext -layout "$scratch/hostile/report.pdf" - | grep -qF '\input{/etc/passwd} \write18{ls} $x_1^2$ & % # ~ ^ { } \end{document}' ||
    fail 'the text of a user is not set as it is'
  pdftotext "$scratch/hostile/report.pdf" - | grep -q 'root:' && fail 'TeX read a file that a user named'
fi
exit $failed
