/* Any bytes, as EPPI-Reviewer's JSON; what is read is written as the same, which reads again without a word. */
#include <config.h>

#include "tests/fuzz/fuzz_convert.h"
#include "tests/fuzz/fuzz_refs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_buf once = RV_BUF_INIT, twice = RV_BUF_INIT;

    fuzz_refs(data, size, "eppi-json");
    if (fuzz_convert(data, size, "eppi-json", "eppi-json", &once) > 0
        && fuzz_convert((const uint8_t *)once.data, once.length, NULL, "eppi-json", &twice) == 0)
        abort();
    rv_buf_free(&once);
    rv_buf_free(&twice);
    return 0;
}
