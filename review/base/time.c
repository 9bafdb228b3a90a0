#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "review/base.h"

const char *rv_now(char text[RV_TIME_TEXT])
{
    return rv_now_after(text, 0);
}

const char *rv_now_after(char text[RV_TIME_TEXT], int64_t after)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t     seconds = 0;
    time_t      now;
    struct tm   utc;

    if (epoch && rv_int_parse(epoch, &seconds, NULL) == RV_OK && seconds >= 0)
        now = (time_t)seconds;
    else
        now = time(NULL);
    now += (time_t)after;
    if (!gmtime_r(&now, &utc) || strftime(text, RV_TIME_TEXT, "%Y-%m-%dT%H:%M:%SZ", &utc) != RV_TIME_TEXT - 1)
        memcpy(text, "1970-01-01T00:00:00Z", RV_TIME_TEXT);   /* an epoch beyond the year 9999 */
    return text;
}

bool rv_time_parse(const char *text, int64_t *seconds)
{
    struct tm utc = { 0 };
    const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    time_t when;

    if (!end || *end || (when = timegm(&utc)) < 0)
        return false;
    *seconds = (int64_t)when;
    return true;
}

bool rv_date_valid(const char *text)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int              i, year, month, day;

    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    for (i = 0; i < 10; i++)
        if (i != 4 && i != 7 && (text[i] < '0' || text[i] > '9'))
            return false;
    year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
    month = (text[5] - '0') * 10 + (text[6] - '0');
    day = (text[8] - '0') * 10 + (text[9] - '0');
    if (month < 1 || month > 12 || day < 1)
        return false;
    return day <= days[month - 1] + (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

double rv_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
