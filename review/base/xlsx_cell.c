/* Names of cells, and dates as a workbook stores them. */
#include <config.h>

#include <math.h>
#include <stdio.h>

#include "xlsx_inside.h"

const char *rv_xlsx_cell_name(uint32_t row, uint32_t column, char text[RV_XLSX_CELL_NAME])
{
    char letters[8];
    int n = 0, at = 0;

    for (uint64_t c = (uint64_t)column + 1; c > 0 && n < 7; c = (c - 1) / 26)
        letters[n++] = (char)('A' + (c - 1) % 26);
    while (n > 0)
        text[at++] = letters[--n];
    snprintf(text + at, RV_XLSX_CELL_NAME - (size_t)at, "%lu", (unsigned long)row + 1);
    return text;
}

bool rv_xlsx_parse_cell(const char *text, uint32_t *row, uint32_t *column, const char **end)
{
    uint32_t c = 0, r = 0;

    while (*text == '$')
        text++;
    for (; (*text >= 'A' && *text <= 'Z') || (*text >= 'a' && *text <= 'z'); text++)
        if ((c = c * 26 + (uint32_t)((*text & ~0x20) - 'A') + 1) > RV_XLSX_COLUMNS)
            return false;
    while (*text == '$')
        text++;
    for (; *text >= '0' && *text <= '9'; text++)
        if ((r = r * 10 + (uint32_t)(*text - '0')) > RV_XLSX_ROWS)
            return false;
    if (c == 0 || r == 0 || (!end && *text))
        return false;
    *row = r - 1;
    *column = c - 1;
    if (end)
        *end = text;
    return true;
}

/* Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar. */
static void civil(int64_t days, int *year, int *month, int *day)
{
    const int64_t z = days + 719468, era = z / 146097;
    const int64_t doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

/* Day 1 is 1900-01-01, and day 60 is 1900-02-29, which never was: from day 61 on the count is one too high (kept since Lotus 1-2-3).
   Where dates count from 1904, day 0 is 1904-01-01. */
bool rv_xlsx_date(double serial, bool from_1904, char text[RV_XLSX_DATE_TEXT])
{
    const double first = from_1904 ? 0 : 1;
    int year, month, day, minutes;
    int64_t whole, days;

    if (!(serial >= first && serial < 2958466))
        return false;
    whole = (int64_t)floor(serial);
    minutes = (int)lround((serial - (double)whole) * 1440);
    if (minutes == 1440) {
        minutes = 0;
        whole++;
    }
    if (!from_1904 && whole == 60)
        return false;
    days = from_1904 ? whole - 24107 : whole < 60 ? whole - 25568 : whole - 25569;
    civil(days, &year, &month, &day);
    if (minutes)
        snprintf(text, RV_XLSX_DATE_TEXT, "%04d-%02d-%02dT%02d:%02d", year, month, day, minutes / 60, minutes % 60);
    else
        snprintf(text, RV_XLSX_DATE_TEXT, "%04d-%02d-%02d", year, month, day);
    return true;
}
