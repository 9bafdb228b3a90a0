#!/bin/sh
# The HTML of a report, of the running example and of a document full of hostile text, is read by people who do not see it, do not use
# a mouse, magnify it or read it in the dark: no rule of WCAG 2.2 AA or of axe's best practice is broken, the keyboard reaches
# everything, the page says the same without styles and scripts. Needs node, Chromium and, in tests/web/node_modules or
# $REVIEW_NODE_MODULES, what tests/web/package.json names (npm ci --ignore-scripts there); nothing is fetched here.
skip() { echo "$*: skipped"; exit 77; }
modules=${REVIEW_NODE_MODULES:-$top_srcdir/tests/web/node_modules}
command -v node >/dev/null 2>&1 || skip 'no node here'
[ -f "$modules/axe-core/axe.min.js" ] && [ -d "$modules/playwright-core" ] || skip "no axe-core and playwright-core in $modules"
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
[ -n "$chromium" ] || skip 'no Chromium here'
modules=$(cd "$modules" && pwd)

scratch=$(mktemp -d "${TMPDIR:-/tmp}/accessibility.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
SOURCE_DATE_EPOCH=1795478400; export SOURCE_DATE_EPOCH
mkdir "$scratch/hostile"
"$top_builddir/tests/report/hostile-page" "$scratch/hostile" || exit 1
mv "$scratch/hostile/report.html" "$scratch/hostile.html"
sh "$top_srcdir/examples/disengagement/run.sh" "$scratch/example" >"$scratch/out" 2>&1 || { cat "$scratch/out"; exit 1; }
mv "$scratch/example/report/report.html" "$scratch/example.html"
node "$top_srcdir/tests/web/accessibility.js" "$modules" "$chromium" "$scratch/hostile.html" "$scratch/example.html"
