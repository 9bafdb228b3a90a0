# Each driver defines LLVMFuzzerTestOneInput. With --enable-fuzzing it is a libFuzzer program; otherwise standalone.c reads
# the files given, and `make check` runs it over tests/data/nasty/ and the corpus.
if FUZZING
fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_main =
else
fuzz_LDFLAGS = $(AM_LDFLAGS)
fuzz_main = %D%/standalone.c
endif
dist_check_SCRIPTS += %D%/nasty.sh
EXTRA_DIST += %D%/campaign.sh
TESTS += %D%/nasty.sh

check_PROGRAMS += tests/fuzz/fuzz-xml tests/fuzz/fuzz-json tests/fuzz/fuzz-protocol tests/fuzz/fuzz-csv-base
tests_fuzz_fuzz_xml_SOURCES = %D%/fuzz_xml.c $(fuzz_main)
tests_fuzz_fuzz_xml_LDADD = $(test_libs)
tests_fuzz_fuzz_xml_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_json_SOURCES = %D%/fuzz_json.c $(fuzz_main)
tests_fuzz_fuzz_json_LDADD = $(test_libs)
tests_fuzz_fuzz_json_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_protocol_SOURCES = %D%/fuzz_protocol.c $(fuzz_main)
tests_fuzz_fuzz_protocol_LDADD = $(test_libs)
tests_fuzz_fuzz_protocol_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_csv_base_SOURCES = %D%/fuzz_csv_base.c $(fuzz_main)
tests_fuzz_fuzz_csv_base_LDADD = $(test_libs)
tests_fuzz_fuzz_csv_base_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/xml tests/data/nasty/json tests/data/nasty/protocol tests/data/nasty/csv-base

check_PROGRAMS += tests/fuzz/fuzz-ris
tests_fuzz_fuzz_ris_SOURCES = %D%/fuzz_ris.c %D%/fuzz_refs.h tests/refs/same_record.h $(fuzz_main)
tests_fuzz_fuzz_ris_LDADD = $(test_libs)
tests_fuzz_fuzz_ris_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/ris

check_PROGRAMS += tests/fuzz/fuzz-pubmed-xml
tests_fuzz_fuzz_pubmed_xml_SOURCES = %D%/fuzz_pubmed_xml.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_pubmed_xml_LDADD = $(test_libs)
tests_fuzz_fuzz_pubmed_xml_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/pubmed-xml

check_PROGRAMS += tests/fuzz/fuzz-csv
tests_fuzz_fuzz_csv_SOURCES = %D%/fuzz_csv.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_csv_LDADD = $(test_libs)
tests_fuzz_fuzz_csv_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/csv

check_PROGRAMS += tests/fuzz/fuzz-mods
tests_fuzz_fuzz_mods_SOURCES = %D%/fuzz_mods.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_mods_LDADD = $(test_libs)
tests_fuzz_fuzz_mods_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/mods

check_PROGRAMS += tests/fuzz/fuzz-marcxml
tests_fuzz_fuzz_marcxml_SOURCES = %D%/fuzz_marcxml.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_marcxml_LDADD = $(test_libs)
tests_fuzz_fuzz_marcxml_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/marcxml

check_PROGRAMS += tests/fuzz/fuzz-jats
tests_fuzz_fuzz_jats_SOURCES = %D%/fuzz_jats.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_jats_LDADD = $(test_libs)
tests_fuzz_fuzz_jats_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/jats

check_PROGRAMS += tests/fuzz/fuzz-crossref-xml
tests_fuzz_fuzz_crossref_xml_SOURCES = %D%/fuzz_crossref_xml.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_crossref_xml_LDADD = $(test_libs)
tests_fuzz_fuzz_crossref_xml_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/crossref-xml

check_PROGRAMS += tests/fuzz/fuzz-rdf
tests_fuzz_fuzz_rdf_SOURCES = %D%/fuzz_rdf.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_rdf_LDADD = $(test_libs)
tests_fuzz_fuzz_rdf_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/rdf
check_PROGRAMS += tests/fuzz/fuzz-endnote-xml
tests_fuzz_fuzz_endnote_xml_SOURCES = %D%/fuzz_endnote_xml.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_endnote_xml_LDADD = $(test_libs)
tests_fuzz_fuzz_endnote_xml_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/endnote-xml
json_fuzz = tests/fuzz/fuzz-json-items tests/fuzz/fuzz-csl-json tests/fuzz/fuzz-crossref-json tests/fuzz/fuzz-openalex-json \
	tests/fuzz/fuzz-datacite-json tests/fuzz/fuzz-eric-json tests/fuzz/fuzz-eppi-json
check_PROGRAMS += $(json_fuzz)
tests_fuzz_fuzz_json_items_SOURCES = %D%/fuzz_json_items.c $(fuzz_main)
tests_fuzz_fuzz_json_items_LDADD = $(test_libs)
tests_fuzz_fuzz_json_items_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_csl_json_SOURCES = %D%/fuzz_csl_json.c %D%/fuzz_convert.h %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_csl_json_LDADD = $(test_libs)
tests_fuzz_fuzz_csl_json_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_crossref_json_SOURCES = %D%/fuzz_crossref_json.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_crossref_json_LDADD = $(test_libs)
tests_fuzz_fuzz_crossref_json_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_openalex_json_SOURCES = %D%/fuzz_openalex_json.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_openalex_json_LDADD = $(test_libs)
tests_fuzz_fuzz_openalex_json_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_datacite_json_SOURCES = %D%/fuzz_datacite_json.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_datacite_json_LDADD = $(test_libs)
tests_fuzz_fuzz_datacite_json_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_eric_json_SOURCES = %D%/fuzz_eric_json.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_eric_json_LDADD = $(test_libs)
tests_fuzz_fuzz_eric_json_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_eppi_json_SOURCES = %D%/fuzz_eppi_json.c %D%/fuzz_convert.h %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_eppi_json_LDADD = $(test_libs)
tests_fuzz_fuzz_eppi_json_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/json-items tests/data/nasty/csl-json tests/data/nasty/crossref-json tests/data/nasty/openalex-json \
	tests/data/nasty/datacite-json tests/data/nasty/eric-json tests/data/nasty/eppi-json

check_PROGRAMS += tests/fuzz/fuzz-nbib
tests_fuzz_fuzz_nbib_SOURCES = %D%/fuzz_nbib.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_nbib_LDADD = $(test_libs)
tests_fuzz_fuzz_nbib_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/nbib

check_PROGRAMS += tests/fuzz/fuzz-wos
tests_fuzz_fuzz_wos_SOURCES = %D%/fuzz_wos.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_wos_LDADD = $(test_libs)
tests_fuzz_fuzz_wos_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/wos

check_PROGRAMS += tests/fuzz/fuzz-ovid
tests_fuzz_fuzz_ovid_SOURCES = %D%/fuzz_ovid.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_ovid_LDADD = $(test_libs)
tests_fuzz_fuzz_ovid_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/ovid

check_PROGRAMS += tests/fuzz/fuzz-refer
tests_fuzz_fuzz_refer_SOURCES = %D%/fuzz_refer.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_refer_LDADD = $(test_libs)
tests_fuzz_fuzz_refer_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/refer

check_PROGRAMS += tests/fuzz/fuzz-refworks
tests_fuzz_fuzz_refworks_SOURCES = %D%/fuzz_refworks.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_refworks_LDADD = $(test_libs)
tests_fuzz_fuzz_refworks_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/refworks
check_PROGRAMS += tests/fuzz/fuzz-bibtex
tests_fuzz_fuzz_bibtex_SOURCES = %D%/fuzz_bibtex.c %D%/fuzz_refs.h $(fuzz_main)
tests_fuzz_fuzz_bibtex_LDADD = $(test_libs)
tests_fuzz_fuzz_bibtex_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/bibtex

check_PROGRAMS += tests/fuzz/fuzz-decisions
tests_fuzz_fuzz_decisions_SOURCES = %D%/fuzz_decisions.c $(fuzz_main)
tests_fuzz_fuzz_decisions_LDADD = $(test_libs)
tests_fuzz_fuzz_decisions_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/decisions

check_PROGRAMS += tests/fuzz/fuzz-instrument
tests_fuzz_fuzz_instrument_SOURCES = %D%/fuzz_instrument.c $(fuzz_main)
tests_fuzz_fuzz_instrument_LDADD = $(test_libs)
tests_fuzz_fuzz_instrument_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/instrument
check_PROGRAMS += tests/fuzz/fuzz-xlsx
tests_fuzz_fuzz_xlsx_SOURCES = %D%/fuzz_xlsx.c tests/base/zip_made.h $(fuzz_main)
tests_fuzz_fuzz_xlsx_LDADD = $(test_libs)
tests_fuzz_fuzz_xlsx_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/xlsx

foreign_fuzz = tests/fuzz/fuzz-revman tests/fuzz/fuzz-cochrane-package tests/fuzz/fuzz-eppi-outcomes tests/fuzz/fuzz-covidence \
	tests/fuzz/fuzz-metapsy tests/fuzz/fuzz-revman-results
check_PROGRAMS += $(foreign_fuzz)
tests_fuzz_fuzz_revman_SOURCES = %D%/fuzz_revman.c %D%/fuzz_foreign.h $(fuzz_main)
tests_fuzz_fuzz_revman_LDADD = $(test_libs)
tests_fuzz_fuzz_revman_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_cochrane_package_SOURCES = %D%/fuzz_cochrane_package.c %D%/fuzz_foreign.h tests/base/zip_made.h $(fuzz_main)
tests_fuzz_fuzz_cochrane_package_LDADD = $(test_libs)
tests_fuzz_fuzz_cochrane_package_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_eppi_outcomes_SOURCES = %D%/fuzz_eppi_outcomes.c %D%/fuzz_foreign.h $(fuzz_main)
tests_fuzz_fuzz_eppi_outcomes_LDADD = $(test_libs)
tests_fuzz_fuzz_eppi_outcomes_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_covidence_SOURCES = %D%/fuzz_covidence.c %D%/fuzz_foreign.h $(fuzz_main)
tests_fuzz_fuzz_covidence_LDADD = $(test_libs)
tests_fuzz_fuzz_covidence_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_revman_results_SOURCES = %D%/fuzz_revman_results.c %D%/fuzz_foreign.h $(fuzz_main)
tests_fuzz_fuzz_revman_results_LDADD = $(test_libs)
tests_fuzz_fuzz_revman_results_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_metapsy_SOURCES = %D%/fuzz_metapsy.c %D%/fuzz_foreign.h $(fuzz_main)
tests_fuzz_fuzz_metapsy_LDADD = $(test_libs)
tests_fuzz_fuzz_metapsy_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/revman tests/data/nasty/cochrane-package tests/data/nasty/eppi-outcomes tests/data/nasty/covidence \
	tests/data/nasty/metapsy tests/data/nasty/revman-results

effect_fuzz = tests/fuzz/fuzz-effects tests/fuzz/fuzz-model-words
check_PROGRAMS += $(effect_fuzz)
tests_fuzz_fuzz_effects_SOURCES = %D%/fuzz_effects.c $(fuzz_main)
tests_fuzz_fuzz_effects_LDADD = $(test_libs)
tests_fuzz_fuzz_effects_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_model_words_SOURCES = %D%/fuzz_model_words.c $(fuzz_main)
tests_fuzz_fuzz_model_words_LDADD = $(test_libs)
tests_fuzz_fuzz_model_words_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/effects tests/data/nasty/model-words

check_PROGRAMS += tests/fuzz/fuzz-chart
tests_fuzz_fuzz_chart_SOURCES = %D%/fuzz_chart.c $(fuzz_main)
tests_fuzz_fuzz_chart_LDADD = $(test_libs)
tests_fuzz_fuzz_chart_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/chart

check_PROGRAMS += tests/fuzz/fuzz-forest
tests_fuzz_fuzz_forest_SOURCES = %D%/fuzz_forest.c $(fuzz_main)
tests_fuzz_fuzz_forest_LDADD = $(test_libs)
tests_fuzz_fuzz_forest_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/forest
check_PROGRAMS += tests/fuzz/fuzz-cite-style tests/fuzz/fuzz-cite-works
tests_fuzz_fuzz_cite_style_SOURCES = %D%/fuzz_cite_style.c $(fuzz_main)
tests_fuzz_fuzz_cite_style_LDADD = $(test_libs)
tests_fuzz_fuzz_cite_style_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_cite_works_SOURCES = %D%/fuzz_cite_works.c $(fuzz_main)
tests_fuzz_fuzz_cite_works_LDADD = $(test_libs)
tests_fuzz_fuzz_cite_works_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/cite-style tests/data/nasty/cite-works
check_PROGRAMS += tests/fuzz/fuzz-figure-tables
tests_fuzz_fuzz_figure_tables_SOURCES = %D%/fuzz_figure_tables.c $(fuzz_main)
tests_fuzz_fuzz_figure_tables_LDADD = $(test_libs)
tests_fuzz_fuzz_figure_tables_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/figure-tables
check_PROGRAMS += tests/fuzz/fuzz-docx-template
tests_fuzz_fuzz_docx_template_SOURCES = %D%/fuzz_docx_template.c $(fuzz_main)
tests_fuzz_fuzz_docx_template_LDADD = $(test_libs)
tests_fuzz_fuzz_docx_template_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/docx-template
check_PROGRAMS += tests/fuzz/fuzz-refresh tests/fuzz/fuzz-template
tests_fuzz_fuzz_refresh_SOURCES = %D%/fuzz_refresh.c tests/report/bound_report.h $(fuzz_main)
tests_fuzz_fuzz_refresh_LDADD = $(test_libs)
tests_fuzz_fuzz_refresh_LDFLAGS = $(fuzz_LDFLAGS)
tests_fuzz_fuzz_template_SOURCES = %D%/fuzz_template.c tests/report/bound_report.h $(fuzz_main)
tests_fuzz_fuzz_template_LDADD = $(test_libs)
tests_fuzz_fuzz_template_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/refresh tests/data/nasty/template
check_PROGRAMS += tests/fuzz/fuzz-earlier
tests_fuzz_fuzz_earlier_SOURCES = %D%/fuzz_earlier.c $(fuzz_main)
tests_fuzz_fuzz_earlier_LDADD = $(test_libs)
tests_fuzz_fuzz_earlier_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/earlier

check_PROGRAMS += tests/fuzz/fuzz-people
tests_fuzz_fuzz_people_SOURCES = %D%/fuzz_people.c $(fuzz_main)
tests_fuzz_fuzz_people_CFLAGS = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_fuzz_fuzz_people_LDADD = libreview-web.la $(test_libs)
tests_fuzz_fuzz_people_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/people

check_PROGRAMS += tests/fuzz/fuzz-request
tests_fuzz_fuzz_request_SOURCES = %D%/fuzz_request.c $(fuzz_main)
tests_fuzz_fuzz_request_CFLAGS = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_fuzz_fuzz_request_LDADD = libreview-web.la $(test_libs)
tests_fuzz_fuzz_request_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/request

check_PROGRAMS += tests/fuzz/fuzz-head-look
tests_fuzz_fuzz_head_look_SOURCES = %D%/fuzz_head_look.c $(fuzz_main)
tests_fuzz_fuzz_head_look_CFLAGS = $(AM_CFLAGS) $(WEB_CFLAGS)
tests_fuzz_fuzz_head_look_LDADD = libreview-web.la $(test_libs)
tests_fuzz_fuzz_head_look_LDFLAGS = $(fuzz_LDFLAGS)
EXTRA_DIST += tests/data/nasty/head-look
