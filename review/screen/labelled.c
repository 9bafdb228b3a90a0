/* Records with known labels, from CSV. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "refs/compressed.h"
#include "review/screen.h"

typedef struct {
    rv_labelled    set;              /* what the caller sees */
    char         **memory;           /* [set.n] one block a record: id, title, abstract, keywords */
    const char   **ids;
    rv_rank_text  *texts;
    signed char   *labels;
    size_t        *lines;
    size_t         room, *sorted;    /* records by id */
} labelled;

typedef struct {
    rv_input     *file;
    rv_unpacking *unpacking;
    char          head[RV_UNPACK_HEAD];
    size_t        n_head, at;
} packed;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* ---- The file, unpacked ---------------------------------------------------------------------------------------------------- */

static rv_status pull(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    packed *p = user;

    if (p->at == p->n_head)
        return rv_input_read(p->file, bytes, n, got, err);
    *got = n < p->n_head - p->at ? n : p->n_head - p->at;
    memcpy(bytes, p->head + p->at, *got);
    p->at += *got;
    return RV_OK;
}

static rv_status unpacked(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    return rv_unpack_read(((packed *)user)->unpacking, bytes, n, got, err);
}

/* Opens a table that is compressed, or comes through a pipe and can be read once; `*csv` stays NULL for another. */
static rv_status open_packed(packed *p, rv_csv **csv, const char *path, rv_error *err)
{
    rv_input *in = NULL;
    size_t got = 1;
    bool compressed;
    rv_status st = rv_input_open(&p->file, path, err);

    while (st == RV_OK && got && p->n_head < sizeof p->head)
        if ((st = rv_input_read(p->file, p->head + p->n_head, sizeof p->head - p->n_head, &got, err)) == RV_OK)
            p->n_head += got;
    if (st != RV_OK || (!(compressed = rv_is_compressed(p->head, p->n_head)) && strcmp(path, "-") != 0))
        return st;
    if (compressed)
        st = rv_unpack_begin(&p->unpacking, rv_input_name(p->file), p->head, p->n_head, pull, p, err);
    if (st == RV_OK && (st = rv_input_open_pull(&in, rv_input_name(p->file), compressed ? unpacked : pull, p, err)) == RV_OK)
        st = rv_csv_open_input(csv, in, 0, err);
    return st;
}

static void close_packed(packed *p)
{
    rv_unpack_end(p->unpacking);
    rv_input_close(p->file);
}

/* ---- The rows -------------------------------------------------------------------------------------------------------------- */

static rv_status make_room(labelled *l, rv_error *err)
{
    const size_t room = l->room ? 2 * l->room : 1024;
    char **memory = realloc(l->memory, room * sizeof *memory);
    const char **ids = memory ? realloc(l->ids, room * sizeof *ids) : NULL;
    rv_rank_text *texts = ids ? realloc(l->texts, room * sizeof *texts) : NULL;
    signed char *labels = texts ? realloc(l->labels, room * sizeof *labels) : NULL;
    size_t *lines = labels ? realloc(l->lines, room * sizeof *lines) : NULL;

    l->memory = memory ? memory : l->memory;
    l->ids = ids ? ids : l->ids;
    l->texts = texts ? texts : l->texts;
    l->labels = labels ? labels : l->labels;
    l->lines = lines ? lines : l->lines;
    if (!lines)
        return no_memory(err);
    l->room = room;
    return RV_OK;
}

/* Copies a field to `*to` and goes behind it. */
static const char *keep(char **to, const char *text)
{
    const size_t n = strlen(text) + 1;
    char *kept = memcpy(*to, text, n);

    *to += n;
    return kept;
}

static rv_status add(labelled *l, const rv_csv *csv, size_t line, rv_error *err)
{
    const char *id = rv_csv_get(csv, "id"), *title = rv_csv_get(csv, "title"), *abstract = rv_csv_get(csv, "abstract");
    const char *keywords = rv_csv_get(csv, "keywords"), *label = rv_csv_get(csv, "label");
    const size_t i = l->set.n;
    char *at;
    rv_status st;

    if (!*id)
        return rv_fail(err, RV_EPARSE, "%s:%zu: the id is empty", rv_csv_name(csv), line);
    if ((*label != '0' && *label != '1') || label[1])
        return rv_fail(err, RV_EPARSE, "%s:%zu: the label is '%s'; it must be 0 or 1", rv_csv_name(csv), line, label);
    if (i == l->room && (st = make_room(l, err)) != RV_OK)
        return st;
    if (!(at = l->memory[i] = malloc(strlen(id) + strlen(title) + strlen(abstract) + strlen(keywords) + 4)))
        return no_memory(err);
    l->ids[i] = keep(&at, id);
    l->texts[i].title = keep(&at, title);
    l->texts[i].abstract = keep(&at, abstract);
    l->texts[i].keywords = keep(&at, keywords);
    l->labels[i] = *label == '1';
    l->lines[i] = line;
    l->set.n++;
    return RV_OK;
}

static rv_status read_rows(labelled *l, rv_csv *csv, rv_error *err)
{
    static const char *const needed[] = { "id", "title", "abstract", "label" };
    const rv_csv_row *row = NULL;
    rv_status st = rv_csv_header(csv, err);

    for (size_t k = 0; k < sizeof needed / sizeof *needed && st == RV_OK; k++)
        if (rv_csv_column(csv, needed[k]) < 0)
            st = rv_fail(err, RV_EPARSE, "%s:1: there is no column '%s'; there must be id, title, abstract and label", rv_csv_name(csv),
                         needed[k]);
    while (st == RV_OK && (st = rv_csv_next(csv, &row, err)) == RV_OK && row)
        st = add(l, csv, row->line, err);
    return st;
}

/* ---- The ids --------------------------------------------------------------------------------------------------------------- */

typedef struct { const char *id; size_t record; } named;

static int by_id(const void *a, const void *b)
{
    const named *x = a, *y = b;
    const int c = strcmp(x->id, y->id);

    return c ? c : (x->record > y->record) - (x->record < y->record);
}

static rv_status sort_ids(labelled *l, const char *name, rv_error *err)
{
    const size_t n = l->set.n;
    named *names = malloc((n + 1) * sizeof *names);
    rv_status st = RV_OK;

    l->sorted = malloc((n + 1) * sizeof *l->sorted);
    if (!names || !l->sorted) {
        free(names);
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++)
        names[i] = (named){ l->ids[i], i };
    qsort(names, n, sizeof *names, by_id);
    for (size_t k = 0; k < n && st == RV_OK; k++) {
        l->sorted[k] = names[k].record;
        if (k && strcmp(names[k].id, names[k - 1].id) == 0)
            st = rv_fail(err, RV_EPARSE, "%s:%zu: the id '%s' stands in line %zu already", name, l->lines[names[k].record],
                         names[k].id, l->lines[names[k - 1].record]);
    }
    free(names);
    return st;
}

size_t rv_labelled_find(const rv_labelled *set, const char *id)
{
    const labelled *l = (const labelled *)set;
    size_t low = 0, high = set->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int c = strcmp(id, set->ids[l->sorted[middle]]);
        if (c == 0)
            return l->sorted[middle];
        *(c < 0 ? &high : &low) = c < 0 ? middle : middle + 1;
    }
    return set->n;
}

rv_status rv_labelled_open(const rv_labelled **out, const char *path, rv_error *err)
{
    labelled *l = calloc(1, sizeof *l);
    packed p = { 0 };
    rv_csv *csv = NULL;
    rv_status st = l ? open_packed(&p, &csv, path, err) : no_memory(err);

    *out = NULL;
    if (st == RV_OK && !csv)
        st = rv_csv_open(&csv, path, 0, err);
    if (st == RV_OK && (st = read_rows(l, csv, err)) == RV_OK)
        st = sort_ids(l, rv_csv_name(csv), err);
    rv_csv_close(csv);
    close_packed(&p);
    if (st != RV_OK) {
        rv_labelled_free(l ? &l->set : NULL);
        return st;
    }
    l->set.ids = l->ids;
    l->set.texts = l->texts;
    l->set.labels = l->labels;
    *out = &l->set;
    return RV_OK;
}

void rv_labelled_free(const rv_labelled *set)
{
    labelled *l = (labelled *)set;

    if (!l)
        return;
    for (size_t i = 0; i < set->n; i++)
        free(l->memory[i]);
    free(l->memory);
    free(l->ids);
    free(l->texts);
    free(l->labels);
    free(l->lines);
    free(l->sorted);
    free(l);
}
