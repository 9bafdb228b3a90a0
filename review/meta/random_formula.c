/* Random effects from formulas: "~ 1 | study/effect", "~ outcome | trial". */
#include <config.h>

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meta/name_codes.h"
#include "review/meta_analysis.h"

struct rv_random_effects {
    rv_mixed_data data;           /* parts and part */
    rv_mixed_part part[RV_RANDOM_PARTS];
    rv_factor factor[RV_RANDOM_PARTS];   /* of inner levels */
    size_t *code[RV_RANDOM_PARTS], *inner[RV_RANDOM_PARTS];
    const char **inner_names[RV_RANDOM_PARTS];
    double *times[RV_RANDOM_PARTS];
    char   *name[RV_RANDOM_PARTS];
};

typedef struct {
    rv_random_effects *r;
    rv_frame *frame;
    const size_t *row;
    size_t k;
    const char *text;             /* the formula under way */
    rv_error *err;
} work;

static rv_status no_memory(const work *w)
{
    return rv_fail(w->err, RV_ENOMEM, "out of memory for %zu effects", w->k);
}

/* A name up to one of `ends`, without blanks around it. */
static const char *word(const char *at, const char *ends, char name[100])
{
    const char *end = at + strcspn(at, ends), *to = end;

    while (isspace((unsigned char)*at))
        at++;
    while (to > at && isspace((unsigned char)to[-1]))
        to--;
    snprintf(name, 100, "%.*s", (int)(to - at < 99 ? to - at : 99), at);
    return end;
}

/* `effect` and `row` are the rows themselves where no column is called so. */
static bool is_row(const work *w, const char *name)
{
    return (strcmp(name, "effect") == 0 || strcmp(name, "row") == 0) && rv_frame_find(w->frame, name) < 0;
}

/* Codes of the rows by column, within the groups there are already in code[k] (0 for all to begin with). */
static rv_status refine(const work *w, const char *name, size_t *code, size_t *groups)
{
    rv_names t;
    char place[200];
    char **keys = NULL;
    size_t column;
    rv_status st;

    if (is_row(w, name)) {
        for (size_t i = 0; i < w->k; i++)
            code[i] = i;
        *groups = w->k;
        return RV_OK;
    }
    if ((st = rv_frame_want(w->frame, name, &column, w->err)) != RV_OK)
        return st;
    if (!(keys = calloc(w->k + 1, sizeof *keys)) || rv_names_begin(&t, w->k, NULL) != RV_OK) {
        free(keys);
        return no_memory(w);
    }
    for (size_t i = 0; st == RV_OK && i < w->k; i++) {
        const char *const text = rv_frame_text(w->frame, w->row[i], column);
        if (!*text) {
            st = rv_fail(w->err, RV_EDOMAIN, "%s: %s is missing; rows with gaps are left out only with missing=exclude",
                         rv_frame_place(w->frame, w->row[i], place), rv_frame_column(w->frame, column));
        } else {
            const size_t room = strlen(text) + 24;
            if (!(keys[i] = malloc(room)))
                st = no_memory(w);
            else if (snprintf(keys[i], room, "%zu/%s", code[i], text) > 0)
                code[i] = rv_names_number(&t, keys[i]);
        }
    }
    *groups = t.n;
    for (size_t i = 0; i < w->k; i++)
        free(keys[i]);
    free(keys);
    rv_names_end(&t);
    return st;
}

static rv_status new_part(work *w, const size_t *code, size_t groups, const char *name)
{
    rv_random_effects *const r = w->r;
    const size_t i = r->data.parts;

    if (i == RV_RANDOM_PARTS)
        return rv_fail(w->err, RV_EINVAL, "there are more than %d sets of random effects", RV_RANDOM_PARTS);
    r->data.parts++;
    if (!(r->code[i] = malloc((w->k + 1) * sizeof *code)) || !(r->name[i] = strdup(name)))
        return no_memory(w);
    memcpy(r->code[i], code, w->k * sizeof *code);
    r->part[i] = (rv_mixed_part){ .kind = RV_MIXED_INTERCEPT, .name = r->name[i], .group = r->code[i], .groups = groups };
    return RV_OK;
}

/* 1 | a/b/c: a part for each, nested from left to right. */
static rv_status nested(work *w, const char *at)
{
    size_t *code = calloc(w->k + 1, sizeof *code), groups = 1;
    char name[100], path[400] = "";
    rv_status st = code ? RV_OK : no_memory(w);

    for (bool more = true; st == RV_OK && more;) {
        at = word(at, "/", name);
        more = *at == '/';
        at += more;
        if (!*name)
            st = rv_fail(w->err, RV_EINVAL, "random '%.100s': a column is missing", w->text);
        snprintf(path + strlen(path), sizeof path - strlen(path), "%s%s", *path ? "/" : "", name);
        if (st == RV_OK && (st = refine(w, name, code, &groups)) == RV_OK)
            st = new_part(w, code, groups, path);
    }
    free(code);
    return st;
}

/* The levels of the inner column among the rows used, with their values where those are times. */
static rv_status inner_levels(work *w, size_t i, size_t column, rv_mixed_struct kind)
{
    rv_random_effects *const r = w->r;
    rv_factor *const all = &r->factor[i];
    size_t *place, n = 0;
    rv_status st;

    if ((st = rv_factor_make(all, w->frame, column, w->err)) != RV_OK)
        return st;
    place = calloc(all->n + 1, sizeof *place);
    r->inner[i] = calloc(w->k + 1, sizeof **r->inner);
    r->inner_names[i] = calloc(all->n + 1, sizeof **r->inner_names);
    r->times[i] = calloc(all->n + 1, sizeof **r->times);
    if (!place || !r->inner[i] || !r->inner_names[i] || !r->times[i]) {
        free(place);
        return no_memory(w);
    }
    for (size_t j = 0; j < w->k; j++)
        if (all->code[w->row[j]] != SIZE_MAX)
            place[all->code[w->row[j]]] = 1;
    for (size_t l = 0; l < all->n; l++)
        if (place[l]) {
            place[l] = n;
            r->inner_names[i][n] = all->level[l];
            if (kind == RV_MIXED_CAR && rv_real_parse(all->level[l], &r->times[i][n], w->err) != RV_OK)
                st = rv_within(w->err, RV_EINVAL, "random '%.100s': CAR wants times", w->text);
            n++;
        }
    for (size_t j = 0; j < w->k; j++)
        r->inner[i][j] = place[all->code[w->row[j]]];
    free(place);
    r->part[i].inner = r->inner[i];
    r->part[i].inners = n;
    r->part[i].inner_names = r->inner_names[i];
    r->part[i].times = kind == RV_MIXED_CAR ? r->times[i] : NULL;
    return st;
}

static rv_status kind_of(const work *w, const char *name, rv_mixed_struct *kind)
{
    rv_buf known = RV_BUF_INIT;

    for (int i = 1; rv_mixed_struct_names[i]; i++) {
        if (strcmp(rv_mixed_struct_names[i], name) == 0) {
            *kind = (rv_mixed_struct)i;
            rv_buf_free(&known);
            return RV_OK;
        }
        rv_buf_printf(&known, "%s%s", i > 1 ? ", " : "", rv_mixed_struct_names[i]);
    }
    rv_fail(w->err, RV_EINVAL, "there is no structure '%.40s'; there are %s", name, rv_buf_str(&known));
    rv_buf_free(&known);
    return RV_EINVAL;
}

/* inner | outer */
static rv_status structured(work *w, const char *inner, const char *at, const char *structure)
{
    size_t *code = calloc(w->k + 1, sizeof *code), groups = 1, column, refined;
    char outer[100], name[250], place[200];
    rv_mixed_struct kind = RV_MIXED_CS;
    rv_status st = code ? kind_of(w, structure, &kind) : no_memory(w);

    at = word(at, "/", outer);
    if (st == RV_OK && (*at || !*outer))
        st = rv_fail(w->err, RV_EINVAL, "random '%.100s': one column stands after |", w->text);
    if (st == RV_OK)
        st = rv_frame_want(w->frame, inner, &column, w->err);
    for (size_t i = 0; st == RV_OK && i < w->k; i++)
        if (!*rv_frame_text(w->frame, w->row[i], column))
            st = rv_fail(w->err, RV_EDOMAIN, "%s: %s is missing; rows with gaps are left out only with missing=exclude",
                         rv_frame_place(w->frame, w->row[i], place), inner);
    snprintf(name, sizeof name, "%s | %s", inner, outer);
    if (st == RV_OK && (st = refine(w, outer, code, &groups)) == RV_OK && (st = new_part(w, code, groups, name)) == RV_OK) {
        refined = w->r->data.parts - 1;
        w->r->part[refined].kind = kind;
        st = inner_levels(w, refined, column, kind);
    }
    free(code);
    return st;
}

rv_status rv_random_effects_make(rv_random_effects **out, const char *const *formulas, size_t n, const char *const *structs, size_t n_structs,
                         rv_frame *frame, const size_t *row, size_t k, rv_error *err)
{
    work w = { calloc(1, sizeof *w.r), frame, row, k, NULL, err };
    size_t next = 0;
    rv_status st = w.r ? RV_OK : no_memory(&w);

    *out = NULL;
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        const char *at = formulas[i];
        char left[100];
        w.text = formulas[i];
        while (isspace((unsigned char)*at) || *at == '~')
            at++;
        at = word(at, "|", left);
        if (*at != '|' || !*left)
            st = rv_fail(err, RV_EINVAL, "random '%.100s' is not of the form '~ 1 | study/effect' or '~ outcome | study'", w.text);
        else if (strcmp(left, "1") == 0)
            st = nested(&w, at + 1);
        else
            st = structured(&w, left, at + 1, next < n_structs ? structs[next] : n_structs ? structs[n_structs - 1] : "CS");
        next += strcmp(left, "1") != 0;
    }
    if (st == RV_OK) {
        w.r->data.part = w.r->part;
        *out = w.r;
    } else {
        rv_random_effects_free(w.r);
    }
    return st;
}

void rv_random_effects_free(rv_random_effects *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < RV_RANDOM_PARTS; i++) {
        rv_factor_end(&r->factor[i]);
        free(r->code[i]);
        free(r->inner[i]);
        free(r->inner_names[i]);
        free(r->times[i]);
        free(r->name[i]);
    }
    free(r);
}

rv_mixed_data *rv_random_effects_parts(rv_random_effects *r)
{
    return &r->data;
}
