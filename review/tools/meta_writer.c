/* Results of verbs: facts, tables and notes as text, delimited text or JSON. */
#include <config.h>

#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tools/meta.h"

struct meta_writer {
    rv_status st;
    rv_error  err;
    rv_buf    text;               /* what is written in the end; in JSON nothing before that */
    rv_output *to;                /* into text */
    rv_table *table;
    size_t    tables, at, columns;
    bool      begun;              /* something stands in the text */
    const char **names;           /* [columns] of the table under way */
    json_t   *root, *rows, *row, *notes;
};

static bool is_json(void)
{
    return asked.format == RV_FORMAT_JSON;
}

static bool going(const meta_writer *w)
{
    return w && w->st == RV_OK;
}

meta_writer *meta_writer_new(const char *verb)
{
    meta_writer *w = calloc(1, sizeof *w);

    if (!w)
        return NULL;
    w->st = rv_output_memory(&w->to, &w->text, &w->err);
    w->notes = json_array();
    w->root = json_object();
    json_object_set_new(w->root, "format", json_string("review-meta/2"));
    json_object_set_new(w->root, "software", json_string(PACKAGE_STRING));
    json_object_set_new(w->root, "verb", json_string(verb));
    return w;
}

/* ---- Facts ------------------------------------------------------------------------------------------------------- */

static void fact(meta_writer *w, const char *key, const char *words, json_t *value, const char *text)
{
    if (going(w) && asked.format == RV_FORMAT_TEXT && words) {
        rv_output_printf(w->to, "%-28s ", words);
        rv_analysis_wrap(w->to, text, 29, 29);
        w->begun = true;
    }
    if (w)
        json_object_set_new(w->root, key, value);
    else
        json_decref(value);
}

void meta_fact_text(meta_writer *w, const char *key, const char *words, const char *text)
{
    fact(w, key, words, json_string(text), text);
}

void meta_fact_real(meta_writer *w, const char *key, const char *words, double x)
{
    char text[64];

    if (isfinite(x))
        snprintf(text, sizeof text, fabs(x) >= 1e6 || (x != 0 && fabs(x) < 1e-4) ? "%.4g" : "%.4f", x);
    else
        snprintf(text, sizeof text, "not estimable");
    fact(w, key, words, rv_json_real(x), text);
}

void meta_fact_count(meta_writer *w, const char *key, const char *words, size_t n)
{
    char text[32];

    snprintf(text, sizeof text, "%zu", n);
    fact(w, key, words, json_integer((json_int_t)n), text);
}

/* ---- Tables ------------------------------------------------------------------------------------------------------ */

static void end_table(meta_writer *w)
{
    if (w->table) {
        const rv_status st = rv_table_close(w->table, &w->err);
        w->st = w->st == RV_OK ? st : w->st;
        w->table = NULL;
    }
    json_decref(w->row);
    w->row = NULL;
    w->rows = NULL;
}

void meta_table(meta_writer *w, const char *key, const char *heading, const char *const *columns, size_t n)
{
    const bool delimited = asked.format == RV_FORMAT_CSV || asked.format == RV_FORMAT_TSV;

    if (!going(w))
        return;
    end_table(w);
    w->at = 0;
    w->columns = n;
    free(w->names);
    if (!(w->names = calloc(n + 1, sizeof *w->names))) {
        w->st = rv_fail(&w->err, RV_ENOMEM, "out of memory for %zu columns", n);
        return;
    }
    memcpy(w->names, columns, n * sizeof *columns);
    if (is_json()) {
        w->rows = json_array();
        json_object_set_new(w->root, key, w->rows);
    } else if (!delimited || w->tables == 0) {
        if (!delimited && w->begun)
            rv_output_text(w->to, "\n");
        w->begun = true;
        if (!delimited && heading)
            rv_output_printf(w->to, "%s\n", heading);
        w->st = rv_table_open(&w->table, w->to, (rv_format)asked.format, columns, n, &w->err);
    }
    w->tables++;
}

/* The cell's value of JSON; false when the table is not one of JSON. */
static bool put(meta_writer *w, json_t *value)
{
    if (!going(w) || !w->rows || w->at >= w->columns) {
        json_decref(value);
        return false;
    }
    if (!w->row)
        w->row = json_object();
    json_object_set_new(w->row, w->names[w->at++], value);
    return true;
}

void meta_cell_text(meta_writer *w, const char *text)
{
    if (going(w) && w->table)
        rv_table_text(w->table, text);
    else
        put(w, text ? json_string(text) : json_null());
}

void meta_cell_real(meta_writer *w, double x)
{
    if (going(w) && w->table)
        rv_table_real(w->table, x);
    else
        put(w, rv_json_real(x));
}

void meta_cell_count(meta_writer *w, size_t n)
{
    if (going(w) && w->table)
        rv_table_int(w->table, (int64_t)n);
    else
        put(w, json_integer((json_int_t)n));
}

void meta_cell_flag(meta_writer *w, bool yes)
{
    if (going(w) && w->table)
        rv_table_text(w->table, yes ? "yes" : "no");
    else
        put(w, json_boolean(yes));
}

void meta_cell_missing(meta_writer *w)
{
    meta_cell_text(w, NULL);
}

void meta_row(meta_writer *w)
{
    if (!going(w))
        return;
    if (w->table)
        rv_table_row(w->table);
    while (w->rows && w->at < w->columns)
        put(w, json_null());
    if (w->rows)
        json_array_append_new(w->rows, w->row);
    w->row = NULL;
    w->at = 0;
}

/* ---- Notes, and the end ------------------------------------------------------------------------------------------ */

void meta_note(meta_writer *w, const char *name, const char *format, ...)
{
    char text[1024];
    json_t *note;
    va_list args;

    if (!w)
        return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    note = json_object();
    json_object_set_new(note, "name", json_string(name));
    json_object_set_new(note, "text", json_string(text));
    json_array_append_new(w->notes, note);
}

void meta_notes_of_fit(meta_writer *w, const rv_meta_fit *fit)
{
    for (unsigned bit = 1; bit && bit <= fit->notes; bit <<= 1)
        if (fit->notes & bit && rv_meta_note_text((rv_meta_note)bit))
            meta_note(w, rv_meta_note_name((rv_meta_note)bit), "%s", rv_meta_note_text((rv_meta_note)bit));
}

void meta_notes_of_rows(meta_writer *w, const meta_input *in)
{
    for (size_t i = 0; in->set && i < rv_meta_set_count(in->set); i++) {
        const rv_meta_row *const row = rv_meta_set_row(in->set, i);
        if (row->excluded)
            meta_note(w, "left-out", "%s is left out: %s", row->label, row->reason);
    }
}

static void say_notes(const meta_writer *w)
{
    for (size_t i = 0; !asked.quiet && i < json_array_size(w->notes); i++) {
        const json_t *const note = json_array_get(w->notes, i);
        rv_tool_say("%s [%s]", json_string_value(json_object_get(note, "text")),
                    json_string_value(json_object_get(note, "name")));
    }
}

static rv_status put_in_place(meta_writer *w, rv_error *err)
{
    rv_output *to;
    rv_status st;

    if ((st = rv_output_open(&to, asked.output, err)) != RV_OK)
        return st;
    if (is_json()) {
        json_object_set(w->root, "notes", w->notes);
        st = rv_json_write(to, w->root, err);
    } else {
        rv_output_add(to, rv_buf_str(&w->text), w->text.length);
    }
    if (st == RV_OK)
        return rv_output_close(to, err);
    rv_output_drop(to);
    return st;
}

rv_status meta_written(meta_writer *w, rv_error *err)
{
    rv_status st;

    if (!w)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    end_table(w);
    st = rv_output_close(w->to, &w->err);
    w->to = NULL;
    w->st = w->st == RV_OK ? st : w->st;
    if ((st = w->st) != RV_OK)
        rv_fail(err, st, "%s", w->err.message);
    else if ((st = put_in_place(w, err)) == RV_OK)
        say_notes(w);
    meta_writer_drop(w);
    return st;
}

void meta_writer_drop(meta_writer *w)
{
    if (!w)
        return;
    end_table(w);
    rv_output_drop(w->to);
    rv_buf_free(&w->text);
    free(w->names);
    json_decref(w->root);
    json_decref(w->notes);
    free(w);
}
