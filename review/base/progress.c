#include <config.h>

#include "review/base.h"

void rv_progress_tick(const rv_progress *progress, uint64_t done, uint64_t total)
{
    if (progress && progress->tick)
        progress->tick(progress->user, done, total);
}
