/* Any bytes as a protocol: it is refused with words, or it is whole and differs in nothing from itself. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/protocol.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static rv_status on_change(void *user, const rv_protocol_change *change, rv_error *err)
{
    (void)user;
    (void)change;
    (void)err;
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rv_protocol *p = NULL;
    rv_error     err = { 0 };

    if (rv_protocol_parse(&p, "fuzz", (const char *)data, size, &err) != RV_OK) {
        if (p || strncmp(err.message, "fuzz:", 5) != 0)
            abort();
        return 0;
    }
    if (p->n_stages == 0 || p->n_fields == 0 || p->n_domains == 0 || p->n_analyses == 0
        || rv_protocol_compare(p, p, on_change, NULL, &err) != RV_OK)
        abort();
    for (size_t i = 0; i < p->n_analyses; i++)
        if (!rv_protocol_domain(p, p->analyses[i].domain))
            abort();
    rv_protocol_free(p);
    return 0;
}
