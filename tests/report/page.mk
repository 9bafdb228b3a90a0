# The writers of pages, on a document full of hostile text and on the report of the running example.
check_PROGRAMS += %D%/hostile-page
%C%_hostile_page_SOURCES = %D%/hostile_page.c
%C%_hostile_page_LDADD   = libreview-core.la
dist_check_SCRIPTS += %D%/accessibility.sh
TESTS += %D%/accessibility.sh
EXTRA_DIST += tests/web/accessibility.js tests/web/package.json tests/web/package-lock.json
dist_check_SCRIPTS += %D%/latex.sh
TESTS += %D%/latex.sh
# A review of hostile text through everything: hostile_review.py makes it, hostile_check.py and markdown-live look at what comes out.
check_PROGRAMS += %D%/markdown-live
%C%_markdown_live_SOURCES = %D%/markdown_live.c
%C%_markdown_live_LDADD   = libreview-core.la $(MARKDOWN_LIBS)
dist_check_SCRIPTS += %D%/hostile.sh
TESTS += %D%/hostile.sh
EXTRA_DIST += %D%/hostile_review.py %D%/hostile_check.py
