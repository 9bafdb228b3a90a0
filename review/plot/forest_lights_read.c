/* Reads judgements as robvis takes them. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plot/forest.h"

enum { MOST_DOMAINS = 20 };

/* The public part comes first, so that a pointer to one is a pointer to the other. */
typedef struct {
    rv_forest_lights lights;
    char **texts;
    size_t n_texts, text_room;
    const char **domain, **study, **level;
    size_t study_room, level_room;
} owner;

static const char *keep(owner *o, const char *text)
{
    if (!rv_grow(&o->texts, o->n_texts, &o->text_room, sizeof *o->texts) || !(o->texts[o->n_texts] = strdup(text)))
        return NULL;
    return o->texts[o->n_texts++];
}

void rv_forest_lights_free(rv_forest_lights *lights)
{
    owner *o = (owner *)lights;

    if (!o)
        return;
    for (size_t i = 0; i < o->n_texts; i++)
        free(o->texts[i]);
    free(o->texts);
    free(o->domain);
    free(o->study);
    free(o->level);
    free(o);
}

/* Where the study and the domains stand. */
typedef struct { rv_csv *csv; size_t study, domain[MOST_DOMAINS]; } places;

static rv_status find_columns(places *p, owner *o, rv_error *err)
{
    const size_t columns = rv_csv_columns(p->csv);
    const char *file = rv_csv_name(p->csv);
    bool found = false;

    if (!(o->domain = calloc(MOST_DOMAINS, sizeof *o->domain)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    o->lights.domain = o->domain;
    for (size_t i = 0; i < columns; i++) {
        const char *name = rv_csv_column_name(p->csv, i);
        if (strcasecmp(name, "study") == 0 && !found) {
            p->study = i;
            found = true;
        } else if (strcasecmp(name, "weight") != 0 && *name) {
            if (o->lights.domains == MOST_DOMAINS)
                return rv_fail(err, RV_EPARSE, "%s:1: more than %d domains", file, MOST_DOMAINS);
            p->domain[o->lights.domains] = i;
            if (!(o->domain[o->lights.domains++] = keep(o, name)))
                return rv_fail(err, RV_ENOMEM, "out of memory");
        }
    }
    if (!found)
        return rv_fail(err, RV_EPARSE, "%s:1: there is no column Study; a table for robvis has it, then a column a domain", file);
    return o->lights.domains ? RV_OK : rv_fail(err, RV_EPARSE, "%s:1: there is no domain beside the column Study", file);
}

static rv_status read_row(const places *p, owner *o, const rv_csv_row *row, rv_error *err)
{
    rv_forest_lights *l = &o->lights;
    const char *file = rv_csv_name(p->csv), *study = p->study < row->count ? row->fields[p->study] : "";

    for (size_t i = 0; i < l->n; i++)
        if (strcasecmp(l->study[i], study) == 0)
            return rv_fail(err, RV_EPARSE, "%s:%zu: study '%.80s' stands twice", file, row->line, study);
    if (!rv_grow(&o->study, l->n, &o->study_room, sizeof *o->study) || !(o->study[l->n] = keep(o, study)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    l->study = o->study;
    for (size_t i = 0; i < l->domains; i++) {
        const char *text = p->domain[i] < row->count ? row->fields[p->domain[i]] : "";
        rv_buf known = RV_BUF_INIT;

        if (rv_text_missing(text)) {
            text = "";
        } else if (!rv_forest_level_of(text)) {
            rv_forest_levels_list(&known);
            rv_fail(err, RV_EPARSE, "%s:%zu: column %.40s: '%.40s' is no judgement; there are %s", file, row->line, l->domain[i], text,
                    rv_buf_str(&known));
            rv_buf_free(&known);
            return RV_EPARSE;
        }
        if (!rv_grow(&o->level, l->n * l->domains + i, &o->level_room, sizeof *o->level)
            || !(o->level[l->n * l->domains + i] = keep(o, text)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    l->level = o->level;
    l->n++;
    return RV_OK;
}

rv_status rv_forest_lights_read(rv_forest_lights **out, const char *path, rv_error *err)
{
    places p = { NULL, 0, { 0 } };
    const rv_csv_row *row;
    owner *o = calloc(1, sizeof *o);
    rv_status st = o ? rv_csv_open(&p.csv, path, 0, err) : rv_fail(err, RV_ENOMEM, "out of memory");

    *out = NULL;
    if (st == RV_OK && (st = rv_csv_header(p.csv, err)) == RV_OK)
        st = find_columns(&p, o, err);
    while (st == RV_OK && (st = rv_csv_next(p.csv, &row, err)) == RV_OK && row)
        st = read_row(&p, o, row, err);
    if (st == RV_OK && !o->lights.n)
        st = rv_fail(err, RV_EPARSE, "%s: there are no studies", rv_csv_name(p.csv));
    rv_csv_close(p.csv);
    if (st == RV_OK)
        *out = &o->lights;
    else if (o)
        rv_forest_lights_free(&o->lights);
    return st;
}
