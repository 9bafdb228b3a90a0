/* Any bytes, as EPPI-Reviewer's JSON with outcomes. */
#include <config.h>

#include "tests/fuzz/fuzz_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_twice("eppi-json", data, size);
    return 0;
}
