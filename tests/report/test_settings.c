#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/settings.h"

static rv_protocol *protocol;

static int read_protocol(void **state)
{
    char path[4096];
    rv_error err = { 0 };

    (void)state;
    snprintf(path, sizeof path, "%s/protocols/disengagement-15-24.xml", getenv("top_srcdir"));
    if (rv_protocol_read(&protocol, path, &err) != RV_OK)
        print_error("%s\n", err.message);
    return protocol ? 0 : -1;
}

static int free_protocol(void **state)
{
    (void)state;
    rv_protocol_free(protocol);
    return 0;
}

static void a_word_changes_one_setting_of_one_analysis(void **state)
{
    const char *const words[] = { "education.test=z", "education.level=0.9", "work.method=PM" };
    const rv_words otherwise = { words, 3 };
    const rv_plan *plan = rv_protocol_analysis(protocol, "education");
    rv_plan run;
    rv_error err = { 0 };

    (void)state;
    assert_int_equal(rv_setting_apply(protocol, plan, &otherwise, &run, &err), RV_OK);
    assert_string_equal(run.test, "z");
    assert_close(run.level, 0.9, 1e-12);
    assert_string_equal(run.method, "REML");
    assert_string_equal(plan->test, "adhoc");
}

static void nothing_changed_is_as_planned(void **state)
{
    const rv_plan *plan = rv_protocol_analysis(protocol, "work");
    rv_plan run;

    (void)state;
    assert_int_equal(rv_setting_apply(protocol, plan, NULL, &run, NULL), RV_OK);
    assert_memory_equal(&run, plan, sizeof run);
}

static void what_a_person_mistypes_is_wrong_usage_and_is_named(void **state)
{
    static const struct { const char *word, *message; } wrong[] = {
        { "education", "'education' is not ANALYSIS.SETTING=VALUE" },
        { "education.test", "'education.test' is not ANALYSIS.SETTING=VALUE" },
        { ".test=z", "'.test=z' is not ANALYSIS.SETTING=VALUE" },
        { "education.=z", "'education.=z' is not ANALYSIS.SETTING=VALUE" },
        { "health.test=z", "'health.test=z': the protocol has no analysis of that name" },
        { "education.colour=red", "'education.colour=red': there are measure, model, method, test and level" },
        { "education.test=", "'education.test=': test is one of default, z, t, knha, adhoc, knha-ci, iqwig6, kr, kr-1997" },
        { "education.test=kn", "'education.test=kn': test is one of default, z, t, knha, adhoc, knha-ci, iqwig6, kr, kr-1997" },
        { "education.method=REML ML", NULL },
        { "education.level=95", "'education.level=95': a level lies between 0 and 1" },
        { "education.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=1", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        rv_setting s;
        rv_error err = { 0 };

        assert_int_equal(rv_setting_parse(protocol, wrong[i].word, &s, &err), RV_EUSAGE);
        if (wrong[i].message)
            assert_string_equal(err.message, wrong[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_changes_one_setting_of_one_analysis),
        cmocka_unit_test(nothing_changed_is_as_planned),
        cmocka_unit_test(what_a_person_mistypes_is_wrong_usage_and_is_named),
    };
    return cmocka_run_group_tests(tests, read_protocol, free_protocol);
}
