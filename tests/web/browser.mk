# Tests in a browser; without node, Chromium and the modules of package.json they are skipped.
web_browser_scripts = %D%/pages.sh %D%/specimen.sh %D%/walk.sh
dist_check_SCRIPTS += $(web_browser_scripts)
TESTS += $(web_browser_scripts)
EXTRA_DIST += %D%/browser.sh %D%/hands.js %D%/helps.js %D%/open.ris %D%/open_review.sh %D%/pages.js %D%/serve.sh %D%/served.js %D%/walk.js
