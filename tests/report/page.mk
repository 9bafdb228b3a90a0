# The writers of pages, on a document full of hostile text and on the report of the running example.
check_PROGRAMS += %D%/hostile-page
%C%_hostile_page_SOURCES = %D%/hostile_page.c
%C%_hostile_page_LDADD   = libreview-core.la
dist_check_SCRIPTS += %D%/accessibility.sh
TESTS += %D%/accessibility.sh
EXTRA_DIST += tests/web/accessibility.js tests/web/package.json tests/web/package-lock.json
dist_check_SCRIPTS += %D%/latex.sh
TESTS += %D%/latex.sh
