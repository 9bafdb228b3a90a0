/* Values of another tool's file: each to its field, the rest to a note. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/check.h"
#include "extract/foreign_taking.h"

enum { WORDS = 300 };

/* Text that a field may have: itself, or the choice (or yes, no) that it is but for case. NULL when it fits in no way. */
static const char *fitted(const rv_field *field, const char *text)
{
    if (rv_field_check(field, text, NULL) == RV_OK || rv_state_of(field, text))
        return text;
    for (size_t i = 0; i < field->n_choices; i++)
        if (rv_foreign_alike(field->choices[i], text))
            return field->choices[i];
    if (field->type == RV_FIELD_YESNO || field->type == RV_FIELD_UNCLEAR) {
        if (rv_foreign_alike(text, "yes") || rv_foreign_alike(text, "y"))
            return "yes";
        if (rv_foreign_alike(text, "no") || rv_foreign_alike(text, "n"))
            return "no";
    }
    return NULL;
}

/* What finds no field is kept in the note of a value beside it: "subgroup: adults". */
static void add_rest(rv_buf *rest, const rv_foreign_value *v)
{
    if (rest->length > 4000)
        return;
    rv_buf_printf(rest, "%s%.200s: %.1000s", rest->length ? "; " : "", v->name, v->value);
    if (*v->note && v->loose)
        rv_buf_printf(rest, " (%.500s)", v->note);
}

/* Where a value goes; `*text` becomes what the field takes. NULL when nowhere: then `left` says whether on purpose, and `why` why. */
static const rv_field *find_field(const rv_taking *t, const rv_foreign_value *v, const char **text, const char **which, bool *left,
                                  char why[WORDS])
{
    const bool of_result = v->result != RV_FOREIGN_NONE;
    const rv_field *field = NULL;
    const char *given;

    *left = false;
    *text = v->value;
    *which = "";
    if (*v->as && !rv_taking_mapped(t, v->name))
        field = rv_foreign_field_as(t->batch->protocol, &t->roles, v->as, which);
    if (!field)
        field = rv_taking_field(t, v->name, of_result, left);
    if (!field && !*left && v->loose && *v->note && (field = rv_taking_field(t, v->value, of_result, left))) {
        *text = v->note;                                 /* the code names the field, what was typed beside it is the value */
    }
    if (!field) {
        snprintf(why, WORDS, *v->as ? "the form has no field for it (as=\"%s\")" : "the form has no field for it", v->as);
        return NULL;
    }
    if ((field->level == RV_LEVEL_RESULT) != of_result || (field->level != RV_LEVEL_RESULT && field->level != RV_LEVEL_STUDY)) {
        snprintf(why, WORDS, "the field '%.60s' is asked of something else than this is said of", field->id);
        return NULL;
    }
    given = *text;
    if (!(*text = fitted(field, given))) {
        rv_error err = { 0 };
        if (rv_field_check(field, given, &err) != RV_OK)
            snprintf(why, WORDS, "it does not fit the field '%.40s': %.200s", field->id, err.message);
        return NULL;
    }
    return field;
}

/* A second answer to a field of several choices is added; of any other field, the first stays. */
static bool add_answer(rv_taking *t, rv_batch_value *before, const rv_field *field, const char *text)
{
    rv_buf both = RV_BUF_INIT;
    bool done = false;

    if (field->type == RV_FIELD_CHOICES) {
        for (size_t i = 0; i < field->n_choices; i++) {     /* in the order of the form */
            const char *c = field->choices[i];
            const char *at = strstr(before->value, c);
            const bool had = at && (at == before->value || at[-1] == ' ') && (at[strlen(c)] == ';' || !at[strlen(c)]);
            if (had || strcmp(c, text) == 0)
                rv_buf_printf(&both, "%s%s", both.length ? "; " : "", c);
        }
        before->value = rv_taking_keep(t, rv_buf_str(&both));
        done = true;
    } else if (strcmp(before->value, text) == 0) {
        done = true;
    }
    rv_buf_free(&both);
    return done;
}

/* A form whose fields hold counts, means or impacts in turn has another that says which: `given`, told by the value at `from`. */
static rv_status add_given(rv_taking *t, size_t begin, size_t from, const char *given, rv_error *err)
{
    const rv_field *field = rv_foreign_field_of(t->batch->protocol, &t->roles, RV_AS_GIVEN);
    rv_batch_value v;

    if (!*given || !field || rv_field_check(field, given, NULL) != RV_OK)
        return RV_OK;
    for (size_t k = begin; k < t->batch->n_values; k++)
        if (strcmp(t->batch->values[k].field, field->id) == 0)
            return RV_OK;
    v = t->batch->values[from];
    v.field = field->id;
    v.value = given;
    v.quotation = v.note = "";
    return rv_batch_add_value(t->batch, &v, err);
}

/* The values of one study or result: f's from `first` to `last` that are of it. */
static rv_status take_values_of(rv_taking *t, size_t study, size_t result, size_t first, size_t last, rv_error *err)
{
    const size_t begin = t->batch->n_values;
    const char *given = "";
    size_t from = begin;
    rv_buf rest = RV_BUF_INIT;
    rv_status st = RV_OK;
    const char *slash = strrchr(t->batch->file, '/'), *file = slash ? slash + 1 : t->batch->file;
    char why[WORDS], place[600];

    for (size_t i = first; st == RV_OK && i < last; i++) {
        const rv_foreign_value *v = &t->f->values[i];
        const rv_field *field;
        const char *text, *which;
        bool left, again = false;
        if (v->result != result || v->study != study)
            continue;
        if (!(field = find_field(t, v, &text, &which, &left, why))) {
            if (!left) {
                rv_taking_tell(t, v->line, v->name, why);
                add_rest(&rest, v);
            }
            continue;
        }
        for (size_t k = begin; k < t->batch->n_values && !again; k++)
            if (strcmp(t->batch->values[k].field, field->id) == 0) {
                again = true;
                if (!add_answer(t, &t->batch->values[k], field, text)) {
                    rv_taking_tell(t, v->line, v->name, "another value of the same file stands in its field already; it is not taken");
                    add_rest(&rest, v);
                }
            }
        if (again)
            continue;
        if (*which) {
            given = which;
            from = t->batch->n_values;
        }
        snprintf(place, sizeof place, "%.100s, %.450s", file, v->place);
        st = rv_batch_add_value(t->batch, &(rv_batch_value){
            .study = t->labels[study], .result = result == RV_FOREIGN_NONE ? "" : rv_taking_keep_name(t, t->f->results[result].key),
            .field = field->id, .value = rv_taking_keep(t, text), .state = "", .record_key = t->records[study], .place = rv_taking_keep(t, place),
            .quotation = rv_taking_keep(t, v->quotation), .note = text == v->note ? "" : rv_taking_keep(t, v->note), .line = v->line }, err);
    }
    if (st == RV_OK && rest.length && t->batch->n_values > begin) {
        rv_batch_value *one = &t->batch->values[begin];
        rv_buf note = RV_BUF_INIT;
        rv_buf_printf(&note, "%s%sthe file also says: %s", one->note, one->note[0] ? "; " : "", rv_buf_str(&rest));
        one->note = rv_taking_keep(t, rv_buf_str(&note));
        rv_buf_free(&note);
    }
    rv_buf_free(&rest);
    return st == RV_OK && from < t->batch->n_values ? add_given(t, begin, from, given, err) : st;
}

/* Values of studies: they stand in runs, but not all together. */
static int by_study(const void *a, const void *b)
{
    const size_t *x = a, *y = b;

    return x[0] != y[0] ? (x[0] < y[0] ? -1 : 1) : x[1] < y[1] ? -1 : x[1] > y[1];
}

rv_status rv_taking_values(rv_taking *t, rv_error *err)
{
    size_t (*spans)[2] = calloc(t->f->n_values + 1, sizeof *spans);
    size_t n = 0;
    rv_status st = spans ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; spans && i < t->f->n_values; i++)
        if (t->f->values[i].result == RV_FOREIGN_NONE) {
            spans[n][0] = t->f->values[i].study;
            spans[n++][1] = i;
        }
    if (n)
        qsort(spans, n, sizeof *spans, by_study);
    for (size_t i = 0, next; st == RV_OK && i < n; i = next) {
        for (next = i; next < n && spans[next][0] == spans[i][0]; next++)
            ;
        st = take_values_of(t, spans[i][0], RV_FOREIGN_NONE, spans[i][1], spans[next - 1][1] + 1, err);
    }
    for (size_t i = 0; st == RV_OK && i < t->f->n_results; i++)
        if (t->taken[i])
            st = take_values_of(t, t->f->results[i].study, i, t->f->results[i].first, t->f->results[i].last, err);
    free(spans);
    return st;
}
