# see tests/local.mk
EXTRA_DIST += %D%/convert_support.h %D%/neutral_support.h %D%/read_support.h %D%/said_support.h %D%/same_record.h %D%/deviations.csv

refs_tests = tests/refs/test-bibtex tests/refs/test-bibtex-write tests/refs/test-compressed \
    tests/refs/test-crossref-json tests/refs/test-crossref-xml tests/refs/test-csl-json \
    tests/refs/test-csv-file tests/refs/test-csv-vendors tests/refs/test-csv-write \
    tests/refs/test-datacite-json tests/refs/test-dates tests/refs/test-decisions tests/refs/test-encoding \
    tests/refs/test-endnote-write tests/refs/test-endnote-xml tests/refs/test-eppi-json \
    tests/refs/test-eric-json tests/refs/test-export tests/refs/test-heads tests/refs/test-import tests/refs/test-jats \
    tests/refs/test-marcxml tests/refs/test-mods tests/refs/test-names tests/refs/test-nbib \
    tests/refs/test-openalex-json tests/refs/test-ovid tests/refs/test-pubmed-xml tests/refs/test-rdf \
    tests/refs/test-refer tests/refs/test-refworks tests/refs/test-ris tests/refs/test-ris-write tests/refs/test-search \
    tests/refs/test-study tests/refs/test-wos
if HAVE_CMOCKA
check_PROGRAMS += $(refs_tests)
TESTS += $(refs_tests)
endif

tests_refs_test_bibtex_SOURCES = %D%/test_bibtex.c
tests_refs_test_bibtex_LDADD   = $(test_libs)
tests_refs_test_bibtex_write_SOURCES = %D%/test_bibtex_write.c
tests_refs_test_bibtex_write_LDADD   = $(test_libs)
tests_refs_test_compressed_SOURCES = %D%/test_compressed.c
tests_refs_test_compressed_LDADD   = $(test_libs) $(TEXT_LIBS)
tests_refs_test_crossref_json_SOURCES = %D%/test_crossref_json.c
tests_refs_test_crossref_json_LDADD   = $(test_libs)
tests_refs_test_crossref_xml_SOURCES = %D%/test_crossref_xml.c
tests_refs_test_crossref_xml_LDADD   = $(test_libs)
tests_refs_test_csl_json_SOURCES = %D%/test_csl_json.c
tests_refs_test_csl_json_LDADD   = $(test_libs)
tests_refs_test_csv_file_SOURCES = %D%/test_csv_file.c
tests_refs_test_csv_file_LDADD   = $(test_libs)
tests_refs_test_csv_vendors_SOURCES = %D%/test_csv_vendors.c
tests_refs_test_csv_vendors_LDADD   = $(test_libs)
tests_refs_test_csv_write_SOURCES = %D%/test_csv_write.c
tests_refs_test_csv_write_LDADD   = $(test_libs)
tests_refs_test_datacite_json_SOURCES = %D%/test_datacite_json.c
tests_refs_test_datacite_json_LDADD   = $(test_libs)
tests_refs_test_dates_SOURCES = %D%/test_dates.c
tests_refs_test_dates_LDADD   = $(test_libs)
tests_refs_test_decisions_SOURCES = %D%/test_decisions.c
tests_refs_test_decisions_LDADD   = $(test_libs)
tests_refs_test_encoding_SOURCES = %D%/test_encoding.c
tests_refs_test_encoding_LDADD   = $(test_libs)
tests_refs_test_endnote_write_SOURCES = %D%/test_endnote_write.c
tests_refs_test_endnote_write_LDADD   = $(test_libs)
tests_refs_test_endnote_xml_SOURCES = %D%/test_endnote_xml.c
tests_refs_test_endnote_xml_LDADD   = $(test_libs)
tests_refs_test_eppi_json_SOURCES = %D%/test_eppi_json.c
tests_refs_test_eppi_json_LDADD   = $(test_libs)
tests_refs_test_eric_json_SOURCES = %D%/test_eric_json.c
tests_refs_test_eric_json_LDADD   = $(test_libs)
tests_refs_test_export_SOURCES = %D%/test_export.c
tests_refs_test_export_LDADD   = $(test_libs)
tests_refs_test_heads_SOURCES = %D%/test_heads.c
tests_refs_test_heads_LDADD   = $(test_libs)
tests_refs_test_import_SOURCES = %D%/test_import.c
tests_refs_test_import_LDADD   = $(test_libs)
tests_refs_test_jats_SOURCES = %D%/test_jats.c
tests_refs_test_jats_LDADD   = $(test_libs)
tests_refs_test_marcxml_SOURCES = %D%/test_marcxml.c
tests_refs_test_marcxml_LDADD   = $(test_libs)
tests_refs_test_mods_SOURCES = %D%/test_mods.c
tests_refs_test_mods_LDADD   = $(test_libs)
tests_refs_test_names_SOURCES = %D%/test_names.c
tests_refs_test_names_LDADD   = $(test_libs)
tests_refs_test_nbib_SOURCES = %D%/test_nbib.c
tests_refs_test_nbib_LDADD   = $(test_libs)
tests_refs_test_openalex_json_SOURCES = %D%/test_openalex_json.c
tests_refs_test_openalex_json_LDADD   = $(test_libs)
tests_refs_test_ovid_SOURCES = %D%/test_ovid.c
tests_refs_test_ovid_LDADD   = $(test_libs)
tests_refs_test_pubmed_xml_SOURCES = %D%/test_pubmed_xml.c
tests_refs_test_pubmed_xml_LDADD   = $(test_libs)
tests_refs_test_rdf_SOURCES = %D%/test_rdf.c
tests_refs_test_rdf_LDADD   = $(test_libs)
tests_refs_test_refer_SOURCES = %D%/test_refer.c
tests_refs_test_refer_LDADD   = $(test_libs)
tests_refs_test_refworks_SOURCES = %D%/test_refworks.c
tests_refs_test_refworks_LDADD   = $(test_libs)
tests_refs_test_ris_SOURCES = %D%/test_ris.c
tests_refs_test_ris_LDADD   = $(test_libs)
tests_refs_test_ris_write_SOURCES = %D%/test_ris_write.c
tests_refs_test_ris_write_LDADD   = $(test_libs)
tests_refs_test_study_SOURCES = %D%/test_study.c
tests_refs_test_study_LDADD   = $(test_libs)
tests_refs_test_wos_SOURCES = %D%/test_wos.c
tests_refs_test_wos_LDADD   = $(test_libs)
tests_refs_test_search_SOURCES = %D%/test_search.c
tests_refs_test_search_LDADD   = $(test_libs)
