/* Changes of a part, made at the bytes where they belong. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/wml.h"

void rv_wml_change_add(rv_wml_changes *c, size_t begin, size_t end, const char *bytes, size_t n)
{
    if (c->count == c->room) {
        rv_wml_change *more = realloc(c->items, (c->room ? 2 * c->room : 64) * sizeof *more);
        if (!more) {
            c->failed = true;
            return;
        }
        c->items = more;
        c->room = c->room ? 2 * c->room : 64;
    }
    c->items[c->count] = (rv_wml_change){ begin, end, c->bytes.length, n, c->count };
    c->count++;
    rv_buf_add(&c->bytes, bytes, n);
}

void rv_wml_change_text(rv_wml_changes *c, size_t begin, size_t end, const char *text)
{
    rv_wml_change_add(c, begin, end, text, strlen(text));
}

/* By place; what is put in at a place goes before what is changed there, in the order in which it came. */
static int by_place(const void *a, const void *b)
{
    const rv_wml_change *x = a, *y = b;

    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if ((x->end == x->begin) != (y->end == y->begin))
        return x->end == x->begin ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

rv_status rv_wml_changes_make(rv_wml_changes *c, const rv_wml *wml, rv_buf *out, rv_error *err)
{
    size_t at = 0;

    if (c->failed || c->bytes.failed)
        return rv_fail(err, RV_ENOMEM, "%s: out of memory for its changes", wml->name);
    if (c->count)
        qsort(c->items, c->count, sizeof *c->items, by_place);
    for (size_t i = 0; i < c->count; i++) {
        const rv_wml_change *change = &c->items[i];

        if (change->begin < at || change->end < change->begin || change->end > wml->n)
            return rv_fail(err, RV_EINVAL, "%s: two changes meet at byte %zu", wml->name, change->begin);
        rv_buf_add(out, wml->bytes + at, change->begin - at);
        rv_buf_add(out, rv_buf_str(&c->bytes) + change->at, change->n);
        at = change->end;
    }
    rv_buf_add(out, wml->bytes + at, wml->n - at);
    return rv_buf_check(out, err);
}

void rv_wml_changes_free(rv_wml_changes *c)
{
    free(c->items);
    rv_buf_free(&c->bytes);
    c->items = NULL;
    c->count = c->room = 0;
}
