#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "review/screen.h"
#include "tests/support.h"

static rv_error err;

static const char *data(const char *name)
{
    static char path[4000];
    const char *top = getenv("top_srcdir");

    snprintf(path, sizeof path, "%s/tests/data/rank/%s", top ? top : "../..", name);
    return path;
}

/* What reading a file with these bytes says. */
static const char *fault_of(const char *bytes)
{
    static const char name[] = "labelled-fault.csv";
    const rv_labelled *set;
    FILE *file = fopen(name, "w");

    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
    if (rv_labelled_open(&set, name, &err) == RV_OK)
        strcpy(err.message, "");
    else
        assert_null(set);
    unlink(name);
    return err.message;
}

static void a_set_is_read_with_its_keywords_plain_and_compressed(void **state)
{
    const char *const files[] = { "labelled.csv", "labelled.csv.gz" };

    (void)state;
    for (int k = 0; k < 2; k++) {
        const rv_labelled *set;
        if (rv_labelled_open(&set, data(files[k]), &err) != RV_OK)
            fail_msg("%s", err.message);
        assert_int_equal(set->n, 12);
        assert_string_equal(set->ids[9], "r10");
        assert_string_equal(set->texts[9].title, "Careers guidance for pupils at risk of leaving school");
        assert_string_equal(set->texts[9].abstract, "");
        assert_string_equal(set->texts[9].keywords, "youth; education");
        assert_int_equal(set->labels[9], 1);
        assert_int_equal(set->labels[10], 0);
        assert_int_equal(rv_labelled_find(set, "r12"), 11);
        assert_int_equal(rv_labelled_find(set, "r13"), 12);
        rv_labelled_free(set);
    }
}

static void what_is_wrong_is_said_with_file_and_line(void **state)
{
    (void)state;
    assert_string_equal(fault_of("id,title,label\n1,a,1\n"),
                        "labelled-fault.csv:1: there is no column 'abstract'; there must be id, title, abstract and label");
    assert_string_equal(fault_of("id,title,abstract,label\n1,a,b,1\n2,a,b,yes\n"), "labelled-fault.csv:3: the label is 'yes'; it must be 0 or 1");
    assert_string_equal(fault_of("id,title,abstract,label\n1,a,b,1\n2,a,b\n"), "labelled-fault.csv:3: the label is ''; it must be 0 or 1");
    assert_string_equal(fault_of("id,title,abstract,label\n1,a,b,1\n,a,b,0\n"), "labelled-fault.csv:3: the id is empty");
    assert_string_equal(fault_of("id,title,abstract,label\n7,a,b,1\n2,\"a\nb\",b,0\n7,a,b,0\n"),
                        "labelled-fault.csv:5: the id '7' stands in line 2 already");
    assert_non_null(strstr(fault_of("id,title,abstract,label\n1,\"a,b,1\n"), "labelled-fault.csv:2: "));
}

static void a_file_that_is_not_there_is_named(void **state)
{
    const rv_labelled *set;

    (void)state;
    assert_int_equal(rv_labelled_open(&set, "no-such.csv", &err), RV_ENOTFOUND);
    assert_null(set);
    assert_non_null(strstr(err.message, "no-such.csv"));
    rv_labelled_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_is_read_with_its_keywords_plain_and_compressed),
        cmocka_unit_test(what_is_wrong_is_said_with_file_and_line),
        cmocka_unit_test(a_file_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
