#!/bin/sh
# The style sheet, the shell and the scripts that every page has, on pages that show each part with hostile and long texts
# (tests/web/specimen): no rule of WCAG 2.2 AA or of axe's best practice is broken from 320 px on, in light and dark and magnified; all
# is reached by Tab; the keys do what their table says. LOOKS=FOLDER looks at more widths and puts a picture of each there.
. "$top_srcdir/tests/web/browser.sh"
node "$top_srcdir/tests/web/specimen.js" "$modules" "$chromium" "$top_srcdir/review/web/assets" "$top_srcdir/tests/web/specimen" ${LOOKS:+"$LOOKS"}
