/* Any bytes as JSON: what is read is written compact, and reads and writes again as the same bytes. */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "review/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    json_t  *value = NULL, *again = NULL;
    rv_buf   one = RV_BUF_INIT, two = RV_BUF_INIT;
    rv_error err = { 0 };

    if (rv_json_parse("fuzz", (const char *)data, size, &value, &err) != RV_OK) {
        if (value || err.message[0] == '\0')
            abort();
        return 0;
    }
    if (rv_json_compact(&one, value, &err) != RV_OK
        || rv_json_parse("compact", rv_buf_str(&one), one.length, &again, &err) != RV_OK
        || rv_json_compact(&two, again, &err) != RV_OK || one.length != two.length
        || memcmp(rv_buf_str(&one), rv_buf_str(&two), one.length) != 0)
        abort();
    json_decref(value);
    json_decref(again);
    rv_buf_free(&one);
    rv_buf_free(&two);
    return 0;
}
