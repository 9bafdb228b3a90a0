#!/bin/sh
# The long options of --help and of the man page are the same set, for each tool; each page is clean mdoc. The page of formats names each
# format that is read or written.
failed=0; a=opts.$$.help; b=opts.$$.man
trap 'rm -f "$a" "$b"' 0
for page in "$top_srcdir"/review/tools/*.1; do
  tool=$(basename "$page" .1)
  "$tool" --help | grep -o '^ .\{0,8\}--[a-z][a-z0-9-]*' | grep -o -- '--[a-z][a-z0-9-]*' | grep -v -e '--usage' | sort -u >"$a"
  sed -n 's/^\.It .*Fl -\([a-z0-9-]*\).*/--\1/p' "$page" | sort -u >"$b"
  diff "$a" "$b" || { echo "FAIL $tool: --help (<) and $tool.1 (>) differ"; failed=1; }
  if command -v mandoc >/dev/null; then
    mandoc -Tlint -Wwarning "$page" || { echo "FAIL $tool.1 is not clean mdoc"; failed=1; }
  fi
done
page=$top_srcdir/review/tools/review-formats.7
for format in $(review-convert --from ? x 2>&1 | sed 's/.*there are //; s/,//g') $(review-convert --to ? 2>&1 | sed 's/.*there are //; s/,//g'); do
  grep -q -- "[ ,]$format\( \|\$\)" "$page" || { echo "FAIL review-formats.7 does not name $format"; failed=1; }
done
if command -v mandoc >/dev/null; then
  mandoc -Tlint -Wwarning "$page" || { echo "FAIL review-formats.7 is not clean mdoc"; failed=1; }
fi
exit $failed
