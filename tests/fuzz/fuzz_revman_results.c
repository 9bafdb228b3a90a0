/* Any bytes, as RevMan's study results. */
#include <config.h>

#include "tests/fuzz/fuzz_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_buf out = RV_BUF_INIT;

    fuzz_foreign("revman-results", data, size, &out);
    rv_buf_free(&out);
    return 0;
}
