/* Any bytes, as MARC XML and as whatever they look like. */
#include <config.h>

#include "tests/fuzz/fuzz_refs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_refs(data, size, "marcxml");
    fuzz_refs(data, size, NULL);
    return 0;
}
