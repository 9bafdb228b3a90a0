if HAVE_CMOCKA
store_tests = tests/store/test-open tests/store/test-event tests/store/test-bulk \
    tests/store/test-verify tests/store/test-merge tests/store/test-statements tests/store/test-content \
    tests/store/test-group tests/store/test-request tests/store/test-threads
check_PROGRAMS += $(store_tests)
TESTS += $(store_tests)
endif
tests_store_test_open_SOURCES = %D%/test_open.c %D%/scratch.h
tests_store_test_open_LDADD   = $(test_libs)
tests_store_test_event_SOURCES = %D%/test_event.c %D%/scratch.h
tests_store_test_event_LDADD   = $(test_libs)
tests_store_test_bulk_SOURCES = %D%/test_bulk.c %D%/scratch.h
tests_store_test_bulk_LDADD   = $(test_libs)
tests_store_test_verify_SOURCES = %D%/test_verify.c %D%/scratch.h
tests_store_test_verify_LDADD   = $(test_libs)
tests_store_test_merge_SOURCES = %D%/test_merge.c %D%/scratch.h
tests_store_test_merge_LDADD   = $(test_libs)
tests_store_test_content_SOURCES = %D%/test_content.c %D%/scratch.h
tests_store_test_content_LDADD   = $(test_libs)
tests_store_test_group_SOURCES = %D%/test_group.c %D%/scratch.h
tests_store_test_group_LDADD   = $(test_libs)
tests_store_test_request_SOURCES = %D%/test_request.c %D%/scratch.h
tests_store_test_request_LDADD   = $(test_libs)
tests_store_test_threads_SOURCES = %D%/test_threads.c %D%/scratch.h
tests_store_test_threads_LDADD   = $(test_libs)
tests_store_test_statements_SOURCES = %D%/test_statements.c %D%/scratch.h
tests_store_test_statements_LDADD   = $(test_libs)
# All of the library, not only what this test calls.
tests_store_test_statements_LDFLAGS = $(AM_LDFLAGS) -Wl,--whole-archive,.libs/libreview-core.a,--no-whole-archive
