#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tools/dedup_ids.h"

/* A column "id" of Web of Science's own table is keywords, and its records have a number of their own (UT). */
const char *rv_ids_own(const rv_record *record)
{
    const char *id = NULL;

    if (strcmp(record->format, "ris") != 0 && strcmp(record->format, "csv") != 0)
        return strcmp(record->format, "bibtex") == 0 || strcmp(record->format, "csl-json") == 0 ? record->text[RV_REF_KEY] : NULL;
    for (size_t i = 0; i < record->n_tags; i++) {
        if (strcasecmp(record->tags[i].tag ? record->tags[i].tag : "", "UT") == 0 && strcmp(record->format, "csv") == 0)
            return NULL;
        if (!id && record->tags[i].tag && strcasecmp(record->tags[i].tag, "id") == 0)
            id = record->tags[i].value;
    }
    return id;
}

static rv_status make_room(rv_ids *ids, rv_error *err)
{
    if (ids->n == ids->capacity) {
        const size_t capacity = ids->capacity ? ids->capacity + ids->capacity / 2 : 1024;
        size_t *more = realloc(ids->at, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory for %zu records", ids->n);
        ids->at = more;
        ids->capacity = capacity;
    }
    return RV_OK;
}

const char *rv_ids_text(const rv_ids *ids, size_t i, char position[RV_ID_POSITION])
{
    if (ids->at[i] != SIZE_MAX)
        return ids->bytes.data + ids->at[i];
    snprintf(position, RV_ID_POSITION, "%zu", i + 1);
    return position;
}

/* The shorter first, so that numbers that count on are in order. */
static bool rises(const char *before, const char *name)
{
    const size_t m = strlen(before), n = strlen(name);

    return m != n ? m < n : strcmp(before, name) < 0;
}

rv_status rv_ids_add(rv_ids *ids, const char *name, rv_error *err)
{
    char before[RV_ID_POSITION], now[RV_ID_POSITION];
    rv_status st = make_room(ids, err);

    if (st != RV_OK)
        return st;
    ids->at[ids->n] = name && *name ? ids->bytes.length : SIZE_MAX;
    if (name && *name) {
        rv_buf_add(&ids->bytes, name, strlen(name) + 1);
        if ((st = rv_buf_check(&ids->bytes, err)) != RV_OK)
            return st;
    }
    ids->n++;
    if (ids->n > 1 && !ids->unsorted)
        ids->unsorted = !rises(rv_ids_text(ids, ids->n - 2, before), rv_ids_text(ids, ids->n - 1, now));
    return RV_OK;
}

void rv_ids_free(rv_ids *ids)
{
    rv_buf_free(&ids->bytes);
    free(ids->at);
    *ids = (rv_ids){ 0 };
}

/* ---- Names that stand twice -------------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t    hash;
    const char *text;
    size_t      i;
} named;

static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return hash;
}

/* The hash decides nearly always; names made to share one are compared, and it stays n log n. */
static int by_name(const void *a, const void *b)
{
    const named *x = a, *y = b;
    const int order = x->hash != y->hash ? (x->hash < y->hash ? -1 : 1) : strcmp(x->text, y->text);

    return order ? order : x->i < y->i ? -1 : x->i > y->i;
}

static bool is_name(const named *names, size_t n, const char *text)
{
    const uint64_t hash = hash_of(text);
    size_t low = 0, high = n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = names[middle].hash != hash ? (names[middle].hash < hash ? -1 : 1) : strcmp(names[middle].text, text);
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Positions become texts, too. */
static rv_status write_positions(rv_ids *ids, rv_error *err)
{
    char position[RV_ID_POSITION];

    for (size_t i = 0; i < ids->n; i++)
        if (ids->at[i] == SIZE_MAX) {
            const char *text = rv_ids_text(ids, i, position);
            ids->at[i] = ids->bytes.length;
            rv_buf_add(&ids->bytes, text, strlen(text) + 1);
        }
    return rv_buf_check(&ids->bytes, err);
}

/* Two new names differ in what stands behind their last "#"; that a new one is no old one is looked up. */
static void rename_again(rv_ids *ids, const named *names, rv_buf *fresh, size_t *again, size_t *first)
{
    rv_buf text = RV_BUF_INIT;
    const size_t base = ids->bytes.length;

    for (size_t k = 1; k < ids->n; k++) {
        if (names[k].hash != names[k - 1].hash || strcmp(names[k].text, names[k - 1].text) != 0)
            continue;
        rv_buf_clear(&text);
        rv_buf_text(&text, names[k].text);
        do
            rv_buf_printf(&text, "#%zu", names[k].i + 1);
        while (!text.failed && is_name(names, ids->n, rv_buf_str(&text)));
        ids->at[names[k].i] = base + fresh->length;
        rv_buf_add(fresh, rv_buf_str(&text), text.length + 1);
        fresh->failed |= text.failed;
        if ((*again)++ == 0 || names[k].i < *first)
            *first = names[k].i;
    }
    rv_buf_free(&text);
}

rv_status rv_ids_settle(rv_ids *ids, size_t *again, size_t *first, rv_error *err)
{
    named *names = NULL;
    rv_buf fresh = RV_BUF_INIT;
    rv_status st;

    *again = *first = 0;
    if (!ids->unsorted)
        return RV_OK;
    if ((st = write_positions(ids, err)) != RV_OK)
        return st;
    if (!(names = malloc(ids->n * sizeof *names)))
        return rv_fail(err, RV_ENOMEM, "out of memory for %zu records", ids->n);
    for (size_t i = 0; i < ids->n; i++)
        names[i] = (named){ hash_of(ids->bytes.data + ids->at[i]), ids->bytes.data + ids->at[i], i };
    qsort(names, ids->n, sizeof *names, by_name);
    rename_again(ids, names, &fresh, again, first);
    if ((st = rv_buf_check(&fresh, err)) == RV_OK) {
        rv_buf_add(&ids->bytes, rv_buf_str(&fresh), fresh.length);
        st = rv_buf_check(&ids->bytes, err);
    }
    rv_buf_free(&fresh);
    free(names);
    return st;
}
