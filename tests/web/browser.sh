# For the tests that drive a browser: finds node, Chromium and the modules of package.json, or skips with a word.
# Sets $modules and $chromium; $scratch is a folder of its own that goes with the test.
skip() { echo "$*: skipped"; exit 77; }
modules=${REVIEW_NODE_MODULES:-$top_srcdir/tests/web/node_modules}
command -v node >/dev/null 2>&1 || skip 'no node here'
[ -f "$modules/axe-core/axe.min.js" ] && [ -d "$modules/playwright-core" ] ||
  skip "no axe-core and playwright-core in $modules (npm ci --ignore-scripts in tests/web brings them)"
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
[ -n "$chromium" ] || skip 'no Chromium here'
modules=$(cd "$modules" && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/browser.XXXXXX") || exit 99
trap 'rm -rf "$scratch"' 0
