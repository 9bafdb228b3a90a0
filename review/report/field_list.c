/* The list of fields, and words that are made of them. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/fields.h"

struct rv_fields {
    rv_review_field *items;
    size_t           n, room;
    rv_memory       *memory;
    rv_buf           text, key;   /* of the field that is being made */
    bool             failed;
};

rv_fields *rv_fields_new(void)
{
    rv_fields *f = calloc(1, sizeof *f);

    if (f && !(f->memory = rv_memory_new())) {
        free(f);
        f = NULL;
    }
    return f;
}

void rv_fields_free(rv_fields *f)
{
    if (!f)
        return;
    rv_memory_free(f->memory);
    rv_buf_free(&f->text);
    rv_buf_free(&f->key);
    free(f->items);
    free(f);
}

rv_status rv_fields_check(const rv_fields *f, rv_error *err)
{
    if (!f || f->failed || f->text.failed || f->key.failed || rv_memory_failed(f->memory))
        return rv_fail(err, RV_ENOMEM, "out of memory for the fields of the report");
    return RV_OK;
}

size_t rv_fields_count(const rv_fields *f)
{
    return f ? f->n : 0;
}

const rv_review_field *rv_fields_at(const rv_fields *f, size_t i)
{
    return f && i < f->n ? &f->items[i] : NULL;
}

const rv_review_field *rv_fields_find(const rv_fields *f, const char *key)
{
    for (size_t i = 0; f && i < f->n; i++)
        if (strcmp(f->items[i].key, key) == 0)
            return &f->items[i];
    return NULL;
}

static const char *key_of(rv_buf *out, const char *prefix, const char *name)
{
    rv_buf_clear(out);
    rv_buf_printf(out, "%s%s%s", prefix, *prefix ? "." : "", name);
    return rv_buf_str(out);
}

static void add(rv_fields *f, const rv_field_place *place, const char *name, const char *text, double value, const char *meaning)
{
    const char *key;

    if (!f || rv_fields_find(f, key = key_of(&f->key, place->prefix, name)))
        return;
    if (f->n == f->room) {
        rv_review_field *more = realloc(f->items, (f->room ? 2 * f->room : 128) * sizeof *more);
        if (!more) {
            f->failed = true;
            return;
        }
        f->items = more;
        f->room = f->room ? 2 * f->room : 128;
    }
    f->items[f->n++] = (rv_review_field){ rv_memory_text(f->memory, key), rv_memory_text(f->memory, text), value,
                                          rv_memory_text(f->memory, meaning), rv_memory_text(f->memory, place->origin),
                                          rv_memory_text(f->memory, place->anchor) };
}

void rv_fields_text(rv_fields *f, const rv_field_place *place, const char *name, const char *text, const char *meaning)
{
    add(f, place, name, text, NAN, meaning);
}

void rv_fields_real(rv_fields *f, const rv_field_place *place, const char *name, double x, int decimals, const char *unit,
                    const char *meaning)
{
    if (!f || !isfinite(x))
        return;
    rv_buf_clear(&f->text);
    rv_grid_number(&f->text, x, decimals);
    rv_buf_text(&f->text, unit);
    add(f, place, name, rv_buf_str(&f->text), x, meaning);
}

void rv_fields_int(rv_fields *f, const rv_field_place *place, const char *name, int64_t x, const char *meaning)
{
    rv_fields_real(f, place, name, (double)x, 0, "", meaning);
}

void rv_fields_range(rv_fields *f, const rv_field_place *place, const char *name, double lo, double hi, int decimals,
                     const char *meaning)
{
    if (!f || !isfinite(lo) || !isfinite(hi))
        return;
    rv_buf_clear(&f->text);
    rv_grid_number(&f->text, lo, decimals);
    rv_buf_text(&f->text, " to ");
    rv_grid_number(&f->text, hi, decimals);
    add(f, place, name, rv_buf_str(&f->text), NAN, meaning);
}

/* Three decimals are what can be trusted; less is "< 0.001". */
void rv_fields_p(rv_fields *f, const rv_field_place *place, const char *name, double p, const char *meaning)
{
    char value[40];

    if (!f || !isfinite(p))
        return;
    rv_buf_clear(&f->text);
    if (p < 0.001)
        rv_buf_text(&f->text, "p\u00a0<\u00a00.001");
    else {
        rv_buf_text(&f->text, "p\u00a0=\u00a0");
        rv_grid_number(&f->text, p, 3);
    }
    add(f, place, name, rv_buf_str(&f->text), p, meaning);
    snprintf(value, sizeof value, "%s_value", name);
    rv_buf_clear(&f->text);
    rv_buf_text(&f->text, p < 0.001 ? "<\u00a0" : "");
    rv_grid_number(&f->text, p < 0.001 ? 0.001 : p, 3);
    add(f, place, value, rv_buf_str(&f->text), p, meaning);
}

/* ---- Words ---------------------------------------------------------------------------------------------------------- */

void rv_fields_run(const rv_review_field *field, unsigned style, rv_page *page)
{
    rv_buf target = RV_BUF_INIT;

    if (*field->anchor)
        rv_buf_printf(&target, "#%s", field->anchor);
    rv_page_run(page, &(rv_run){ .text = field->text, .link = rv_buf_str(&target), .field = field->key, .style = style });
    rv_buf_free(&target);
}

/* The next stretch of words: a field's (`*field` is set, NULL when there is none of that name), or plain text, which is in `piece`. */
static bool next(const rv_fields *f, const char *prefix, const char **words, rv_buf *piece, bool *plain, const rv_review_field **field)
{
    const char *at = *words, *end;
    rv_buf key = RV_BUF_INIT;

    rv_buf_clear(piece);
    *field = NULL;
    if (!*at)
        return false;
    if ((*plain = *at != '{' || !(end = strchr(at, '}')))) {
        const size_t n = *at == '{' ? 1 : strcspn(at, "{");
        rv_buf_add(piece, at, n);
        *words = at + n;
        return true;
    }
    rv_buf_add(piece, at + 1, (size_t)(end - at - 1));
    *field = rv_fields_find(f, key_of(&key, prefix, rv_buf_str(piece)));
    *words = end + 1;
    rv_buf_free(&key);
    return true;
}

void rv_fields_say(const rv_fields *f, const char *prefix, const char *words, rv_page *page)
{
    rv_buf piece = RV_BUF_INIT;
    const rv_review_field *field;
    bool plain;

    while (next(f, prefix, &words, &piece, &plain, &field))
        if (plain)
            rv_page_say(page, rv_buf_str(&piece));
        else if (field)
            rv_fields_run(field, 0, page);
    rv_buf_free(&piece);
}

void rv_fields_words(const rv_fields *f, const char *prefix, const char *words, rv_buf *out)
{
    rv_buf piece = RV_BUF_INIT;
    const rv_review_field *field;
    bool plain;

    while (next(f, prefix, &words, &piece, &plain, &field))
        rv_buf_text(out, plain ? rv_buf_str(&piece) : field ? field->text : "");
    rv_buf_free(&piece);
}
