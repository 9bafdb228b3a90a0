/* Any bytes, as Covidence's export. */
#include <config.h>

#include "tests/fuzz/fuzz_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_foreign("covidence", data, size, NULL);
    return 0;
}
