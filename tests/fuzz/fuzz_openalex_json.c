/* Any bytes, as OpenAlex JSON. */
#include <config.h>

#include "tests/fuzz/fuzz_refs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_refs(data, size, "openalex-json");
    return 0;
}
