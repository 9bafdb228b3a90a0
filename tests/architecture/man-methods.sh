#!/bin/sh
# The page of methods names each estimator, test, prediction interval, correction and working model that review-meta takes.
failed=0
page=$top_srcdir/review/tools/review-meta-methods.7
for option in method test prediction robust robust-test working-model; do
  for name in $(review-meta --data x --$option=? 2>&1 | sed -n 's/.*there are //p' | sed 's/,//g'); do
    [ "$name" = default ] && continue
    grep '^\.It Cm' "$page" | grep -q -- " $name\( \|$\)" || { echo "FAIL review-meta-methods.7 does not name --$option $name"; failed=1; }
  done
done
[ -n "$name" ] || { echo "FAIL review-meta does not say which names there are"; failed=1; }
if command -v mandoc >/dev/null; then
  mandoc -Tlint -Wwarning "$page" || { echo "FAIL review-meta-methods.7 is not clean mdoc"; failed=1; }
fi
exit $failed
