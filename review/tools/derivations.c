#include <config.h>

#include "review/dedup.h"
#include "review/extract.h"

#include "tools/derivations.h"

const rv_derivation *rv_tool_derivations(size_t *n)
{
    static rv_derivation all[2];

    all[0] = rv_dedup_derivation;
    all[1] = rv_extract_derivation;
    *n = sizeof all / sizeof *all;
    return all;
}
