# see tests/local.mk
report_tests = \
	tests/report/test-cite tests/report/test-cite-cluster tests/report/test-cite-lacking tests/report/test-cite-published \
	tests/report/test-cite-style tests/report/test-dedup-counts tests/report/test-docx tests/report/test-field-list \
	tests/report/test-findings tests/report/test-flow tests/report/test-grid tests/report/test-grid-view \
	tests/report/test-included tests/report/test-odt tests/report/test-page-writers tests/report/test-rerun tests/report/test-sampling \
	tests/report/test-settings tests/report/test-verify tests/report/test-wml tests/report/test-xlsx-book
if HAVE_CMOCKA
check_PROGRAMS += $(report_tests)
TESTS += $(report_tests)
endif
tests_report_test_cite_SOURCES = %D%/test_cite.c
tests_report_test_cite_LDADD   = $(test_libs)
tests_report_test_cite_cluster_SOURCES = %D%/test_cite_cluster.c
tests_report_test_cite_cluster_LDADD   = $(test_libs)
tests_report_test_cite_lacking_SOURCES = %D%/test_cite_lacking.c
tests_report_test_cite_lacking_LDADD   = $(test_libs)
tests_report_test_cite_published_SOURCES = %D%/test_cite_published.c
tests_report_test_cite_published_LDADD   = $(test_libs)
tests_report_test_cite_style_SOURCES = %D%/test_cite_style.c
tests_report_test_cite_style_LDADD   = $(test_libs)
tests_report_test_dedup_counts_SOURCES = %D%/test_dedup_counts.c
tests_report_test_dedup_counts_LDADD   = $(test_libs)
tests_report_test_docx_SOURCES = %D%/test_docx.c
tests_report_test_docx_LDADD   = $(test_libs)
tests_report_test_field_list_SOURCES = %D%/test_field_list.c
tests_report_test_field_list_LDADD   = $(test_libs)
tests_report_test_findings_SOURCES = %D%/test_findings.c
tests_report_test_findings_LDADD   = $(test_libs)
tests_report_test_flow_SOURCES = %D%/test_flow.c
tests_report_test_flow_LDADD   = $(test_libs)
tests_report_test_grid_SOURCES = %D%/test_grid.c
tests_report_test_grid_LDADD   = $(test_libs)
tests_report_test_grid_view_SOURCES = %D%/test_grid_view.c
tests_report_test_grid_view_LDADD   = $(test_libs)
tests_report_test_included_SOURCES = %D%/test_included.c
tests_report_test_included_LDADD   = $(test_libs)
tests_report_test_odt_SOURCES = %D%/test_odt.c
tests_report_test_odt_LDADD   = $(test_libs)
tests_report_test_page_writers_SOURCES = %D%/test_page_writers.c
tests_report_test_page_writers_LDADD   = $(test_libs)
tests_report_test_rerun_SOURCES = %D%/test_rerun.c
tests_report_test_rerun_LDADD   = $(test_libs)
tests_report_test_sampling_SOURCES = %D%/test_sampling.c
tests_report_test_sampling_LDADD   = $(test_libs)
tests_report_test_settings_SOURCES = %D%/test_settings.c
tests_report_test_settings_LDADD   = $(test_libs)
tests_report_test_verify_SOURCES = %D%/test_verify.c
tests_report_test_verify_LDADD   = $(test_libs)
tests_report_test_wml_SOURCES = %D%/test_wml.c
tests_report_test_wml_LDADD   = $(test_libs)
tests_report_test_xlsx_book_SOURCES = %D%/test_xlsx_book.c
tests_report_test_xlsx_book_LDADD   = $(test_libs)
EXTRA_DIST += %D%/bound_report.h %D%/cite_support.h %D%/office_page.h %D%/office_xml.h
# Scripts, what they run, and what they read.
check_PROGRAMS += %D%/hostile-page %D%/office-files %D%/markdown-live
%C%_hostile_page_SOURCES = %D%/hostile_page.c
%C%_hostile_page_LDADD   = libreview-core.la
%C%_office_files_SOURCES = %D%/office_files.c %D%/office_page.h
%C%_office_files_LDADD   = $(test_libs)
%C%_markdown_live_SOURCES = %D%/markdown_live.c
%C%_markdown_live_LDADD   = libreview-core.la $(MARKDOWN_LIBS)
report_scripts = %D%/accessibility.sh %D%/hostile.sh %D%/latex.sh %D%/office.sh %D%/refresh.sh %D%/trace.sh
dist_check_SCRIPTS += $(report_scripts)
TESTS += $(report_scripts)
EXTRA_DIST += %D%/hostile_check.py %D%/hostile_review.py %D%/refresh.py %D%/trace.py tests/data/cite/README.md tests/data/cite/samples.json tests/web/accessibility.js tests/web/package.json tests/web/package-lock.json
