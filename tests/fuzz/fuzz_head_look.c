/* Any bytes as the head of a request: a verdict that does not change when more comes, and no part of a good head is bad. */
#include <config.h>

#include <stdlib.h>

#include "web/doorman.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const size_t n = size < 4096 ? size : 4096;
    rv_head before = RV_HEAD_MORE;

    for (size_t i = 0; i <= n; i++) {
        const rv_head now = rv_head_look((const char *)data, i);

        if (before != RV_HEAD_MORE && now != before)
            abort();
        before = now;
    }
    return 0;
}
