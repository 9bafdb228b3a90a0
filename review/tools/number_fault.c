/* What is wrong with a text that should be a number: commas, signs, words. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "tools/number_fault.h"

/* The number that is left when each byte of `drop` goes and a comma becomes `comma` (0: goes too). */
static bool mended(const char *text, const char *drop, char comma, char *out, size_t room)
{
    size_t n = 0;
    double x;

    for (; *text; text++) {
        const char c = *text == ',' ? comma : *text;
        if (n + 1 >= room)
            return false;
        if (c && !strchr(drop, c))
            out[n++] = c;
    }
    out[n] = 0;
    return n > 0 && rv_real_parse(out, &x, NULL) == RV_OK;
}

/* Groups of three digits after each comma, as in 1,234,567.8. */
static bool in_thousands(const char *text)
{
    const char *comma = strchr(text, ',');

    for (; comma; comma = strchr(comma + 1, ',')) {
        const size_t digits = strspn(comma + 1, "0123456789");
        if (digits != 3 || (comma[4] && comma[4] != ',' && comma[4] != '.'))
            return false;
    }
    return true;
}

void rv_tool_number_fault(const char *text, rv_buf *out)
{
    const bool commas = strchr(text, ',') != NULL, one = commas && strchr(text, ',') == strrchr(text, ',');
    char with_point[64] = "", without[64] = "", bare[64] = "";
    const bool point = one && !strchr(text, '.') && mended(text, "", '.', with_point, sizeof with_point);
    const bool thousands = commas && in_thousands(text) && mended(text, "", 0, without, sizeof without);

    rv_error why;
    double x;

    if (rv_real_parse(text, &x, &why) == RV_OK)
        return;
    rv_buf_text(out, why.message);
    if (strstr(why.message, " between "))
        return;
    if (point && thousands)
        rv_buf_printf(out, "; write %s or %s, whichever is meant", without, with_point);
    else if (point || thousands)
        rv_buf_printf(out, "; write %s", point ? with_point : without);
    else if (strchr(text, '%') && mended(text, "%", 0, bare, sizeof bare))
        rv_buf_printf(out, "; write %s", bare);
    else if (strchr(text, ' ') && mended(text, " ", 0, bare, sizeof bare))
        rv_buf_printf(out, "; write %s", bare);
    else if (strchr("<>=~*", *text) && *text)
        rv_buf_text(out, "; a bound is none either: give what is known, or NA");
    else
        rv_buf_text(out, "; what is missing is NA");
}

bool rv_tool_number_read(const rv_csv_row *row, int at, double *x, rv_buf *fault)
{
    const bool there = at >= 0 && (size_t)at < row->count;
    const char *text = there ? row->fields[at] : "";

    *x = NAN;
    if (there && strlen(text) != row->lengths[at])
        rv_buf_printf(fault, "'%s' has a NUL byte behind it; the file is damaged, or UTF-16 without its mark", text);
    else if (!rv_text_missing(text) && rv_real_parse(text, x, NULL) != RV_OK)
        rv_tool_number_fault(text, fault);
    else
        return true;
    return false;
}
