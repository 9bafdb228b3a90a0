/* Cells that go through a tool unchanged. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "tools/cell.h"

/* Digits as we would write them: no blanks, no zeros in front (those are names). */
static bool is_integer(const char *text)
{
    const char *digits = text + (*text == '-');

    return *digits && strspn(digits, "0123456789") == strlen(digits) && (*digits != '0' || strcmp(text, "0") == 0);
}

void rv_tool_put_cell(rv_table *table, rv_format format, const char *text)
{
    char shortest[RV_REAL_TEXT];
    int64_t whole;
    double x;

    if (format == RV_FORMAT_CSV || format == RV_FORMAT_TSV)
        rv_table_text(table, text);
    else if (rv_text_missing(text))
        rv_table_missing(table);
    else if (is_integer(text) && rv_int_parse(text, &whole, NULL) == RV_OK)
        rv_table_int(table, whole);
    else if (rv_real_parse(text, &x, NULL) == RV_OK && strcmp(rv_real_text(x, shortest), text) == 0)
        rv_table_real(table, x);
    else
        rv_table_text(table, text);
}

void rv_tool_put_number(rv_table *table, rv_format format, double x)
{
    if (isfinite(x) || (format != RV_FORMAT_CSV && format != RV_FORMAT_TSV))
        rv_table_real(table, x);
    else
        rv_table_text(table, "NA");
}
