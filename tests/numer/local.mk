if HAVE_CMOCKA
check_PROGRAMS += \
	tests/numer/test-distributions tests/numer/test-fisher-hypergeometric tests/numer/test-kendall tests/numer/test-linear \
	tests/numer/test-maximise tests/numer/test-products tests/numer/test-search tests/numer/test-sums tests/numer/test-transform \
	tests/numer/test-urn
TESTS += \
	tests/numer/test-distributions tests/numer/test-fisher-hypergeometric tests/numer/test-kendall tests/numer/test-linear \
	tests/numer/test-maximise tests/numer/test-products tests/numer/test-search tests/numer/test-sums tests/numer/test-transform \
	tests/numer/test-urn
endif
tests_numer_test_distributions_SOURCES = %D%/test_distributions.c
tests_numer_test_distributions_LDADD   = $(test_libs)
tests_numer_test_fisher_hypergeometric_SOURCES = %D%/test_fisher_hypergeometric.c
tests_numer_test_fisher_hypergeometric_LDADD   = $(test_libs)
tests_numer_test_kendall_SOURCES = %D%/test_kendall.c
tests_numer_test_kendall_LDADD   = $(test_libs)
tests_numer_test_linear_SOURCES = %D%/test_linear.c
tests_numer_test_linear_LDADD   = $(test_libs)
tests_numer_test_maximise_SOURCES = %D%/test_maximise.c
tests_numer_test_maximise_LDADD   = $(test_libs)
tests_numer_test_products_SOURCES = %D%/test_products.c
tests_numer_test_products_LDADD   = $(test_libs)
tests_numer_test_search_SOURCES = %D%/test_search.c
tests_numer_test_search_LDADD   = $(test_libs)
tests_numer_test_sums_SOURCES = %D%/test_sums.c
tests_numer_test_sums_LDADD   = $(test_libs)
tests_numer_test_transform_SOURCES = %D%/test_transform.c
tests_numer_test_transform_LDADD   = $(test_libs)
tests_numer_test_urn_SOURCES = %D%/test_urn.c
tests_numer_test_urn_LDADD   = $(test_libs)
