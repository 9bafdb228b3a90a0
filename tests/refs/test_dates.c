#include <config.h>

#include "tests/refs/neutral_support.h"

/* The lines of dates in a record, and what they say. */
static void says(const char *lines, const char *said)
{
    char           text[400];
    neutral_result got;

    snprintf(text, sizeof text, "TY  - JOUR\nTI  - One\n%sER  - \n", lines);
    neutral_read(&got, text, strlen(text));
    if (said)
        neutral_holds(&got, said);
    else
        neutral_lacks(&got, "date=");
    neutral_free(&got);
}

static void dates_are_read_in_the_ways_exports_write_them(void **state)
{
    (void)state;
    says("PY  - 2012\n", "date=2012-0-0|2012");
    says("PY  - 2012/03/05/Spring\n", "date=2012-3-5|2012/03/05/Spring");
    says("PY  - 2012//05\n", "date=2012-0-0|2012//05");
    says("DA  - 2018/09//undefined\n", "date=2018-9-0|2018/09//undefined");
    says("Y1  - 4-8 Aug. 2020\n", "date=2020-8-4|4-8 Aug. 2020");
    says("Y1  - Mar. 5, 2012\n", "date=2012-3-5|Mar. 5, 2012");
    says("PY  - Start date: 20170812\n", "date=2017-8-12|Start date: 20170812");
    says("PY  - 03/25/2012\n", "date=2012-3-25|03/25/2012");
    says("PY  - 25/03/2012\n", "date=2012-3-25|25/03/2012");
    says("PY  - 03/04/2012\n", "date=2012-0-0|03/04/2012");
    says("PY  - 2003 Nov-Dec\n", "date=2003-11-0|2003 Nov-Dec");
}

static void what_is_no_date_keeps_its_text(void **state)
{
    (void)state;
    says("PY  - in press\n", "date=0-0-0|in press");
    says("PY  - 2019/13/45\n", "date=2019-0-0|2019/13/45");
    says("PY  - 2019/02/30\n", "date=2019-2-0|2019/02/30");
    says("PY  - 99999\n", "date=0-0-0|99999");
    says("PY  - \n", NULL);
}

static void a_date_completes_its_year(void **state)
{
    (void)state;
    says("PY  - 2012\nDA  - 2012/03/05/\n", "date=2012-3-5|2012/03/05/");
    says("DA  - Dec\nPY  - 2012\n", "date=2012-12-0|2012 Dec");
    says("PY  - 2012\nDA  - APR 12\n", "date=2012-4-12|2012 APR 12");
    says("PY  - 2013\nY1  - 2013/07/22\nDA  - 2013/07/28\n", "date=2013-7-28|2013/07/28");
    says("PY  - 2012\nDA  - 2015/01/01\n", "date=2012-0-0|2012");
    says("PY  - n.d.\nDA  - 2015/01/01\n", "date=2015-1-1|2015/01/01");
    says("PY  - 2012/06\nDA  - Dec\n", "date=2012-6-0|2012/06");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_read_in_the_ways_exports_write_them),
        cmocka_unit_test(what_is_no_date_keeps_its_text),
        cmocka_unit_test(a_date_completes_its_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
