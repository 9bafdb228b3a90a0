# Tests in a browser; without node, Chromium and the modules of package.json they are skipped.
web_browser_scripts = %D%/specimen.sh
dist_check_SCRIPTS += $(web_browser_scripts)
TESTS += $(web_browser_scripts)
EXTRA_DIST += %D%/browser.sh %D%/helps.js
