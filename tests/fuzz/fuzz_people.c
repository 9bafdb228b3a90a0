/* Any bytes as a file of people: what is read is written, and reads and writes again as the same bytes. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/base.h"

#include "web/people.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rv_moment noon(void)
{
    return (rv_moment){ 1795694400, 1e6 };       /* 2026-11-26T12:00:00Z */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_people one = { .now = noon }, two = { .now = noon };
    rv_buf first = RV_BUF_INIT, second = RV_BUF_INIT;
    rv_error err = { 0 };

    if (rv_people_read_text(&one, "fuzz", (const char *)data, size, &err) != RV_OK) {
        if (err.message[0] == '\0')
            abort();
    } else if (rv_people_write_text(&one, &first, &err) != RV_OK
               || rv_people_read_text(&two, "again", rv_buf_str(&first), first.length, &err) != RV_OK
               || rv_people_write_text(&two, &second, &err) != RV_OK || first.length != second.length
               || memcmp(rv_buf_str(&first), rv_buf_str(&second), first.length) != 0)
        abort();
    rv_people_forget(&one);
    rv_people_forget(&two);
    rv_buf_free(&first);
    rv_buf_free(&second);
    return 0;
}
