# see tests/local.mk
if HAVE_CMOCKA
check_PROGRAMS += tests/extract/test-values-import tests/extract/test-effects
TESTS += tests/extract/test-values-import tests/extract/test-effects
check_PROGRAMS += tests/extract/test-appraise
TESTS += tests/extract/test-appraise
check_PROGRAMS += tests/extract/test-grim tests/extract/test-warn tests/extract/test-derive
TESTS += tests/extract/test-grim tests/extract/test-warn tests/extract/test-derive
endif
tests_extract_test_appraise_SOURCES = %D%/test_appraise.c %D%/review.h
tests_extract_test_appraise_LDADD = $(test_libs)
tests_extract_test_values_import_SOURCES = %D%/test_values_import.c %D%/review.h
tests_extract_test_values_import_LDADD = $(test_libs)
tests_extract_test_effects_SOURCES = %D%/test_effects.c %D%/review.h
tests_extract_test_effects_LDADD = $(test_libs)

if HAVE_CMOCKA
check_PROGRAMS += tests/extract/test-foreign
TESTS += tests/extract/test-foreign
endif
tests_extract_test_foreign_SOURCES = %D%/test_foreign.c %D%/foreign_review.h tests/base/zip_made.h
tests_extract_test_foreign_LDADD = $(test_libs)
EXTRA_DIST += tests/data/foreign

if HAVE_CMOCKA
check_PROGRAMS += tests/extract/test-sheet
TESTS += tests/extract/test-sheet
endif
tests_extract_test_sheet_SOURCES = %D%/test_sheet.c %D%/review.h tests/base/zip_made.h
tests_extract_test_sheet_LDADD = $(test_libs)
if HAVE_CMOCKA
check_PROGRAMS += tests/extract/test-agree tests/extract/test-align
TESTS += tests/extract/test-agree tests/extract/test-align
endif
tests_extract_test_agree_SOURCES = %D%/test_agree.c %D%/double.h
tests_extract_test_agree_LDADD = $(test_libs)
tests_extract_test_align_SOURCES = %D%/test_align.c %D%/double.h
tests_extract_test_align_LDADD = $(test_libs)
EXTRA_DIST += tests/data/double
if HAVE_CMOCKA
check_PROGRAMS += tests/extract/test-parts
TESTS += tests/extract/test-parts
endif
tests_extract_test_parts_SOURCES = %D%/test_parts.c %D%/review.h
tests_extract_test_parts_LDADD = $(test_libs)
EXTRA_DIST += tests/data/forms
tests_extract_test_grim_SOURCES = %D%/test_grim.c
tests_extract_test_grim_LDADD = $(test_libs)
tests_extract_test_warn_SOURCES = %D%/test_warn.c %D%/review.h
tests_extract_test_warn_LDADD = $(test_libs)
if HAVE_CMOCKA
check_PROGRAMS += tests/extract/test-field-agreement tests/extract/test-value-checks
TESTS += tests/extract/test-field-agreement tests/extract/test-value-checks
endif
tests_extract_test_field_agreement_SOURCES = %D%/test_field_agreement.c %D%/double.h
tests_extract_test_field_agreement_LDADD = $(test_libs)
tests_extract_test_value_checks_SOURCES = %D%/test_value_checks.c %D%/double.h
tests_extract_test_value_checks_LDADD = $(test_libs)
tests_extract_test_derive_SOURCES = %D%/test_derive.c %D%/review.h
tests_extract_test_derive_LDADD = $(test_libs)

if HAVE_CMOCKA
check_PROGRAMS += tests/extract/test-trial
TESTS += tests/extract/test-trial
endif
tests_extract_test_trial_SOURCES = %D%/test_trial.c %D%/review.h
tests_extract_test_trial_LDADD = $(test_libs)
