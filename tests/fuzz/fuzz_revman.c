/* Any bytes, as a RevMan 5 file. */
#include <config.h>

#include "tests/fuzz/fuzz_foreign.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_twice("revman", data, size);
    return 0;
}
