/* The form of a study: its rows, what is asked of each, what stands there. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "web/extract_page.h"

/* The kinds of rows, as tabs; `levels` are those of their fields. */
static const struct {
    const char *kind, *label;
    unsigned    levels;
} tabs[] = {
    { "study", "Study", 1u << RV_LEVEL_STUDY }, { "arm", "Arms", 1u << RV_LEVEL_ARM }, { "contrast", "Contrasts", 1u << RV_LEVEL_CONTRAST },
    { "outcome", "Outcomes", 1u << RV_LEVEL_OUTCOME }, { "time", "Times", 1u << RV_LEVEL_TIME },
    { "result", "Results", 1u << RV_LEVEL_RESULT | 1u << RV_LEVEL_ARM_RESULT },
};
enum { TABS = sizeof tabs / sizeof *tabs };

typedef struct {
    const rv_call *call;
    const char    *part, *only;      /* the tab that is shown; of it this row alone, NULL: all */
    json_t        *rows;             /* by "kind.key" */
    size_t         n[TABS], lacks[TABS], said[TABS];
    rv_shape       shape;
    const char    *path, *version;   /* version: what a link to another part keeps */
} form;

static size_t tab_of(const char *kind)
{
    size_t i = 0;

    while (i < TABS && strcmp(tabs[i].kind, kind) != 0)
        i++;
    return i;
}

/* ---- The digest ------------------------------------------------------------------------------------------------------------------ */

void rv_shape_start(rv_shape *shape)
{
    rv_sha256_start(&shape->state);
}

void rv_shape_add(rv_shape *shape, const rv_asking *q)
{
    const char *const texts[] = { rv_asking_kind(q), rv_asking_key(q), q->field->id, q->asked ? "asked" : "",
                                  q->field->compute[0] ? q->value : "" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        rv_sha256_add(&shape->state, texts[i], strlen(texts[i]) + 1);
}

void rv_shape_end(rv_shape *shape, char hex[33])
{
    uint8_t digest[RV_DIGEST];

    rv_sha256_end(&shape->state, digest);
    rv_hex(digest, 16, hex);
}

/* ---- Rows ------------------------------------------------------------------------------------------------------------------------ */

static bool is_shown(const form *f, const char *kind, const char *key)
{
    return strcmp(kind, f->part) == 0 && (!f->only || strcmp(key, f->only) == 0);
}

static json_t *row_of(const form *f, const char *kind, const char *key)
{
    rv_buf name = RV_BUF_INIT;
    json_t *row;

    rv_buf_printf(&name, "%s.%s", kind, key);
    row = json_object_get(f->rows, rv_buf_str(&name));
    rv_buf_free(&name);
    return row;
}

static json_t *add_row(form *f, const char *kind, const char *key)
{
    json_t *row = row_of(f, kind, key);
    rv_buf text = RV_BUF_INIT;

    if (row)
        return row;
    f->n[tab_of(kind)]++;
    if (!is_shown(f, kind, key))
        return NULL;
    row = json_object();
    rv_buf_printf(&text, "%s.%s", kind, key);
    json_object_set_new(f->rows, rv_buf_str(&text), row);
    rv_json_put_text(row, "row_name", rv_buf_str(&text));
    rv_json_put_text(row, "kind", kind);
    rv_json_put_text(row, "key", key);
    rv_json_put_int(row, "number", (int64_t)json_object_size(f->rows));
    rv_buf_clear(&text);
    rv_buf_printf(&text, "%s?part=%s%s&row=", f->path, kind, f->version);
    rv_path_part(&text, key);
    rv_json_put_text(row, "href", rv_buf_str(&text));
    json_object_set_new(row, "cells", json_array());
    rv_buf_free(&text);
    return row;
}

static rv_status take_part(void *user, const rv_part *p, rv_error *err)
{
    (void)err;
    (void)add_row(user, p->kind, p->key);
    return RV_OK;
}

static rv_status take_result(void *user, const rv_result *r, rv_error *err)
{
    form *f = user;
    json_t *row = add_row(f, "result", r->result);
    rv_buf way = RV_BUF_INIT;

    (void)err;
    if (!row)
        return RV_OK;
    rv_buf_printf(&way, "%s/way/", f->path);
    rv_path_part(&way, r->result);
    rv_json_put_text(row, "way", rv_buf_str(&way));
    rv_json_put_text(row, "domain", r->domain);
    rv_json_put_text(row, "outcome", r->outcome);
    rv_json_put_text(row, "contrast", r->contrast);
    rv_json_put_text(row, "arm", r->arm);
    rv_json_put_real(row, "months", r->months);
    rv_json_put_yes(row, "dated", !isnan(r->months));
    rv_json_put_yes(row, "of_arm", r->arm[0] != 0);
    rv_buf_free(&way);
    return RV_OK;
}

static rv_status take_question(void *user, const rv_asking *q, rv_error *err)
{
    form *f = user;
    const char *kind = rv_asking_kind(q), *key = rv_asking_key(q);
    json_t *row, *cell, *cells;
    const size_t tab = tab_of(kind);
    char id[40];

    (void)err;
    rv_shape_add(&f->shape, q);
    f->lacks[tab] += q->asked && q->field->required && !q->state[0];
    f->said[tab] += q->state[0] && !q->field->compute[0];
    if (!is_shown(f, kind, key) || !(row = row_of(f, kind, key)))
        return RV_OK;
    cells = json_object_get(row, "cells");
    cell = rv_cell_json(q);
    rv_json_put_yes(cell, "shown", q->asked || (q->state[0] && !q->field->compute[0]));
    snprintf(id, sizeof id, "cell-%d-%zu", (int)json_integer_value(json_object_get(row, "number")), json_array_size(cells));
    rv_json_put_text(cell, "id", id);
    if (f->call->sent)
        rv_cell_retype(cell, f->call->sent);
    json_array_append_new(cells, cell);
    if (tab && !json_object_get(row, "about"))
        rv_json_put_text(row, "about", q->about);
    return RV_OK;
}

/* ---- Tables ---------------------------------------------------------------------------------------------------------------------- */

static json_t *columns_of(const rv_protocol *protocol, rv_field_level level)
{
    json_t *columns = json_array();

    for (size_t i = 0; i < protocol->n_fields; i++) {
        const rv_field *field = &protocol->fields[i];
        json_t *column;
        if (field->level != level)
            continue;
        column = json_object();
        rv_json_put_text(column, "field", field->id);
        rv_json_put_text(column, "label", field->label);
        rv_json_put_text(column, "unit", field->unit);
        rv_json_put_text(column, "help", field->help);
        rv_json_put_yes(column, "required", field->required);
        json_array_append_new(columns, column);
    }
    return columns;
}

static json_t *sent_for(const form *f, const char *what, const json_t *row)
{
    rv_buf name = RV_BUF_INIT;
    json_t *found;

    rv_buf_printf(&name, "%s.%s", what, json_string_value(json_object_get(row, "row_name")));
    found = json_object_get(f->call->sent, rv_buf_str(&name));
    rv_buf_free(&name);
    return found;
}

/* A place typed for a whole row is shown again too. */
static void retype_row(const form *f, json_t *row)
{
    static const char *const names[] = { "row_place", "row_quotation", "row_note" };

    for (size_t i = 0; f->call->sent && i < 3; i++)
        if (json_is_string(sent_for(f, names[i], row)))
            json_object_set(row, names[i], sent_for(f, names[i], row));
}

/* The rows of one level, under its columns. */
static void add_grid(json_t *grids, const form *f, rv_field_level level, const char *caption, bool of_arm)
{
    json_t *grid = json_object(), *rows = json_array(), *row;
    const char *name;

    json_object_foreach(f->rows, name, row)
        if (json_is_true(json_object_get(row, "of_arm")) == of_arm) {
            retype_row(f, row);
            json_array_append(rows, row);
        }
    rv_json_put_text(grid, "caption", caption);
    rv_json_put_text(grid, "level", rv_level_names[level]);
    json_object_set_new(grid, "columns", columns_of(f->call->protocol, level));
    json_object_set_new(grid, "rows", rows);
    if (json_array_size(rows))
        json_array_append_new(grids, grid);
    else
        json_decref(grid);
}

static json_t *grids_of(const form *f)
{
    json_t *grids = json_array();
    const size_t tab = tab_of(f->part);

    for (unsigned level = 0; rv_level_names[level]; level++)
        if (tab < TABS && tabs[tab].levels >> level & 1)
            add_grid(grids, f, (rv_field_level)level, level == RV_LEVEL_ARM_RESULT ? "Results of arms"
                     : level == RV_LEVEL_RESULT ? "Results of contrasts" : tabs[tab].label, level == RV_LEVEL_ARM_RESULT);
    return grids;
}

static json_t *parts_of(const form *f)
{
    json_t *parts = json_array();

    for (size_t i = 0; i < TABS; i++) {
        json_t *part = json_object();
        rv_buf href = RV_BUF_INIT;

        rv_buf_printf(&href, "%s?part=%s%s", f->path, tabs[i].kind, f->version);
        rv_json_put_text(part, "part", tabs[i].kind);
        rv_json_put_text(part, "label", tabs[i].label);
        rv_json_put_text(part, "href", rv_buf_str(&href));
        rv_json_put_int(part, "n", i ? (int64_t)f->n[i] : 0);
        rv_json_put_int(part, "lacks", (int64_t)f->lacks[i]);
        rv_json_put_int(part, "values", (int64_t)f->said[i]);
        rv_json_put_yes(part, "here", strcmp(tabs[i].kind, f->part) == 0);
        json_array_append_new(parts, part);
        rv_buf_free(&href);
    }
    return parts;
}

rv_status rv_extract_put_form(rv_call *call, const char *own, const char *study, const char *part, const char *row, rv_error *err)
{
    form f = { .call = call, .part = tab_of(part) < TABS ? part : "study", .only = row && *row ? row : NULL, .rows = json_object() };
    const char *version = rv_call_word(call, "version");
    const rv_protocol *p = call->protocol;
    rv_buf path = RV_BUF_INIT;
    char shape[33];
    rv_status st;

    rv_buf_text(&path, "/extract/");
    rv_path_part(&path, study);
    f.path = rv_buf_str(&path);
    f.version = strcmp(version, "own") == 0 ? "&version=own" : strcmp(version, "review") == 0 ? "&version=review" : "";
    rv_shape_start(&f.shape);
    (void)add_row(&f, "study", "");
    if ((st = rv_extract_each_part(call->store, own, study, take_part, &f, err)) == RV_OK
        && (st = rv_extract_each_own_result(call->store, own, study, take_result, &f, err)) == RV_OK
        && (st = rv_extract_each_asking(call->store, p, own, study, take_question, &f, err)) == RV_OK) {
        rv_shape_end(&f.shape, shape);
        rv_call_put_text(call, "shape", shape);
        rv_call_put_text(call, "part", f.part);
        rv_call_put_text(call, "row", f.only ? f.only : "");
        rv_call_put(call, "parts", parts_of(&f));
        rv_call_put(call, "grids", grids_of(&f));
        if (f.only && !json_object_size(f.rows))
            st = rv_fail(err, RV_ENOTFOUND, "%s has no %s '%.200s'", study, f.part, f.only);
    }
    rv_buf_free(&path);
    json_decref(f.rows);
    return st;
}
