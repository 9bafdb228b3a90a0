/* Any bytes, as CSL-JSON and as whatever they look like. What is read and written as CSL-JSON must say the same when it is read and
   written again, to the byte: nothing is lost, and nothing is made better twice. */
#include <config.h>

#include "tests/fuzz/fuzz_convert.h"
#include "tests/fuzz/fuzz_refs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void there_and_back(const uint8_t *data, size_t size, const char *format)
{
    rv_buf once = RV_BUF_INIT, twice = RV_BUF_INIT;

    if (fuzz_convert(data, size, format, "csl-json", &once) > 0) {
        fuzz_convert((const uint8_t *)once.data, once.length, NULL, "csl-json", &twice);
        if (once.length != twice.length || memcmp(once.data, twice.data, once.length) != 0)
            abort();
    }
    rv_buf_free(&once);
    rv_buf_free(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_refs(data, size, "csl-json");
    there_and_back(data, size, "csl-json");
    there_and_back(data, size, NULL);
    return 0;
}
