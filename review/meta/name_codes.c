/* Names to numbers. */
#include <config.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "meta/name_codes.h"
#include "review/meta_frame.h"

rv_status rv_names_begin(rv_names *t, size_t k, rv_error *err)
{
    t->n = 0;
    for (t->slots = 64; t->slots < 2 * k;)
        t->slots *= 2;
    t->name = calloc(k ? k : 1, sizeof *t->name);
    t->first = calloc(t->slots, sizeof *t->first);
    return t->name && t->first ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory for %zu names", k);
}

void rv_names_end(rv_names *t)
{
    free(t->name);
    free(t->first);
}

size_t rv_names_number(rv_names *t, const char *name)
{
    size_t at = 14695981039346656037u;

    for (const char *c = name; *c; c++)
        at = (at ^ (unsigned char)*c) * 1099511628211u;
    for (at &= t->slots - 1; t->first[at]; at = (at + 1) & (t->slots - 1))
        if (strcmp(t->name[t->first[at] - 1], name) == 0)
            return t->first[at] - 1;
    t->name[t->n] = name;
    t->first[at] = ++t->n;
    return t->n - 1;
}

rv_status rv_codes_of(const char *const *name, size_t n, size_t *code, size_t *codes, rv_error *err)
{
    rv_names t;
    rv_status st = rv_names_begin(&t, n, err);
    size_t alone = 0;

    for (size_t i = 0; st == RV_OK && i < n; i++)
        code[i] = *name[i] ? rv_names_number(&t, name[i]) : SIZE_MAX;
    for (size_t i = 0; st == RV_OK && i < n; i++)
        if (code[i] == SIZE_MAX)
            code[i] = t.n + alone++;
    *codes = t.n + alone;
    rv_names_end(&t);
    return st;
}
