#include <config.h>

#include "review/dedup.h"
#include "review/extract.h"
#include "review/refs.h"

#include "tools/derivations.h"

const rv_derivation *rv_tool_derivations(size_t *n)
{
    static rv_derivation all[4];

    all[0] = rv_refs_derivation;
    all[1] = rv_dedup_derivation;
    all[2] = rv_heads_derivation;
    all[3] = rv_extract_derivation;
    *n = sizeof all / sizeof *all;
    return all;
}
