/* Any bytes as an appraisal instrument: it is refused with words, or it can be judged with, however it is answered. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/protocol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct {
    const rv_instrument        *instrument;
    const rv_instrument_domain *domain;
    size_t                      tried;
} trial;

enum { ENOUGH = 300 };

/* What the walk judged, the judge judges alike; after a while it has been enough. */
static rv_status on_path(void *user, const rv_answered *answers, size_t n, const rv_proposal *proposal, rv_error *err)
{
    trial      *t = user;
    rv_proposal p;

    if (rv_instrument_judge(t->instrument, answers, n, t->domain->id, &p, err) != RV_OK || p.next || p.astray
        || strcmp(p.judgement, proposal->judgement) != 0)
        abort();
    return ++t->tried < ENOUGH ? RV_OK : rv_fail(err, RV_EIO, "enough");
}

static void try_domain(const rv_instrument *i, const rv_instrument_domain *d)
{
    trial       t = { i, d, 0 };
    rv_error    err = { 0 };
    rv_proposal p;
    uint64_t    n;
    rv_status   st;

    st = rv_instrument_judge(i, NULL, 0, d->id, &p, &err);
    if (st != RV_OK && st != RV_EINVAL)               /* RV_EINVAL: rules without questions that do not cover all */
        abort();
    if (st == RV_OK && d->n_questions && !p.next && p.asked > p.answered)
        abort();
    st = rv_instrument_paths(i, d->id, on_path, &t, &n, &err);
    if (st != RV_OK && err.message[0] == '\0')
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_instrument *i = NULL;
    rv_error       err = { 0 };

    if (rv_instrument_parse(&i, "fuzz", (const char *)data, size, &err) != RV_OK) {
        if (i || strncmp(err.message, "fuzz:", 5) != 0)
            abort();
        return 0;
    }
    if (i->n_domains == 0)
        abort();
    for (size_t d = 0; d < i->n_domains; d++)
        try_domain(i, &i->domains[d]);
    rv_instrument_free(i);
    return 0;
}
