#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/entering_save.h"

void rv_entering_free(rv_entering *e)
{
    rv_entering_list_free(&e->list);
    rv_buf_free(&e->carried);
    rv_buf_free(&e->said);
    rv_buf_free(&e->effect);
}

const char *rv_entering_stands(const rv_entering_item *a)
{
    return a->value[0] ? a->value : a->state;
}

/* The entry to a question, without what was typed. */
static rv_value_entry entry_of(const rv_entering *e, const rv_entering_item *a)
{
    rv_value_entry entry = { .field = a->field->id, .record = e->work->record };

    if (a->result[0])
        entry.result = a->result;
    else
        entry.study = e->study;
    if (a->kind[0]) {
        entry.part_kind = a->kind;
        entry.part = a->part;
    }
    return entry;
}

rv_status rv_entering_carry(rv_entering *e, const rv_entering_item *a, rv_error *err)
{
    const rv_value_entry entry = entry_of(e, a);

    rv_buf_clear(&e->carried);
    return rv_extract_carried_place(e->work->store, e->work->protocol, e->work->who, &entry, &e->carried, err);
}

/* "2" is the second choice, unless a choice is called so. */
static const char *choice_of(const rv_field *field, const char *text)
{
    const char *choices[64];
    const size_t n = rv_entering_choices(field, choices), digits = strspn(text, "0123456789");
    const long k = digits && !text[digits] && digits < 4 ? strtol(text, NULL, 10) : 0;

    for (size_t i = 0; i < n; i++)
        if (strcmp(choices[i], text) == 0)
            return text;
    return k >= 1 && (size_t)k <= n ? choices[k - 1] : text;
}

/* Value and state from what was typed. */
static void take_value(const rv_field *field, const char *text, rv_value_entry *entry)
{
    const bool unclear = strcmp(text, "?") == 0;

    if (strcmp(text, "-") == 0)
        entry->state = "not reported";
    else if (unclear && field->type != RV_FIELD_UNCLEAR)
        entry->state = "unclear";
    else
        entry->value = unclear ? "unclear" : choice_of(field, text);
}

/* The effects of a result; of one of an arm, those of the contrasts that it has a part in. */
RV_STATEMENT(entering_effects,
             "SELECT e.measure, e.yi, e.vi, c.key FROM result r JOIN result c ON c.own IS NULL AND (c.id = r.id OR (r.arm IS NOT NULL"
             " AND c.arm IS NULL AND c.study = r.study AND c.outcome = r.outcome AND coalesce(c.months, -1) = coalesce(r.months, -1)))"
             " JOIN effect e ON e.result = c.id WHERE r.key = ?1 AND r.own IS NULL AND e.yi IS NOT NULL ORDER BY e.id");

static rv_status tell_effects(rv_entering *e, const char *result, rv_error *err)
{
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, e->work->store, &entering_effects, err, "t", result);

    while (st == RV_OK && (st = rv_query_next(q, &more, err)) == RV_OK && more)
        rv_buf_printf(&e->effect, "%s%s of %s %.4f (variance %.4f)", e->effect.length ? "; " : "effect: ", rv_query_text(q, 0),
                      rv_query_text(q, 3), rv_query_real(q, 1), rv_query_real(q, 2));
    rv_query_end(q);
    return st;
}

static rv_status tell_warning(void *user, const rv_value_warning *w, rv_error *err)
{
    rv_entering *e = user;

    (void)err;
    if (!w->reason[0])
        rv_buf_printf(&e->effect, "%s%s: %s", e->effect.length ? "\n\n" : "", w->title, w->words);
    return RV_OK;
}

/* What the numbers of the result make by now, and what speaks against them. */
static rv_status tell_result(rv_entering *e, const char *result, rv_error *err)
{
    rv_status st = RV_OK;

    rv_buf_clear(&e->effect);
    if (!result[0])
        return RV_OK;
    if (!e->own)
        st = tell_effects(e, result, err);
    return st == RV_OK ? rv_extract_warnings(e->work->store, e->work->protocol, e->own, NULL, result, tell_warning, e, err) : st;
}

/* After a save other questions may be asked; the one answered is found again. */
rv_status rv_entering_read_again(rv_entering *e, size_t *at, rv_error *err)
{
    rv_entering_list old = e->list;
    rv_status st = rv_entering_list_read(&e->list, e->work->store, e->work->protocol, e->own, e->study, err);

    if (st == RV_OK && e->list.n == 0)
        st = rv_fail(err, RV_ENOTFOUND, "the form asks nothing of '%s'", e->study);
    if (st == RV_OK)
        *at = rv_entering_list_find(&e->list, &old.items[*at], *at);
    rv_entering_list_free(&old);
    return st;
}

/* Refuses what is no answer; false when it was. */
static bool is_answer(rv_entering *e, const rv_entering_item *a, const rv_entry_lines *lines)
{
    if (a->field->compute[0])
        rv_buf_printf(&e->said, "%s is calculated: %s", a->field->id, a->field->compute);
    else if (!lines->value[0])
        rv_buf_text(&e->said, a->state[0] ? "nothing is overwritten by nothing: - says not reported, ? unclear" : "there is no value: - says not reported, ? unclear");
    return e->said.length == 0;
}

rv_status rv_entering_save(rv_entering *e, size_t *at, const rv_entry_lines *lines, bool *wrong, rv_error *err)
{
    const rv_entering_item *a = &e->list.items[*at];
    rv_value_entry entry = entry_of(e, a);
    const bool carries = !lines->place[0] && e->carried.length;
    rv_buf note = RV_BUF_INIT;
    char hex[RV_DIGEST_HEX] = "";
    rv_error fault = { 0 };
    rv_status st;

    rv_buf_clear(&e->said);
    *wrong = !is_answer(e, a, lines);
    if (*wrong)
        return RV_OK;
    take_value(a->field, lines->value, &entry);
    entry.quotation = lines->quotation;
    entry.place = carries && !(entry.state && entry.state[0]) ? rv_buf_str(&e->carried) : lines->place;
    rv_buf_text(&note, lines->note);
    if (entry.place != lines->place)
        rv_buf_printf(&note, "%splace carried over", note.length ? "; " : "");
    entry.note = rv_buf_str(&note);
    st = rv_extract_value(e->work->store, e->work->protocol, e->work->who, &entry, hex, &fault);
    *wrong = st != RV_OK;
    if (*wrong) {
        rv_buf_text(&e->said, fault.message);
    } else {
        rv_buf_printf(&e->said, "%s: %s = %s%s%s%s", hex[0] ? "saved" : "it stood already", a->field->id,
                      entry.value ? entry.value : entry.state, entry.place[0] ? ", " : "", entry.place,
                      entry.place != lines->place ? " (carried over)" : "");
        e->saved += hex[0] != 0;
    }
    rv_buf_free(&note);
    if (*wrong)                        /* a fault of what was typed is no end of the session */
        return st == RV_EINVAL || st == RV_ENOTFOUND || st == RV_EPARSE ? RV_OK : rv_fail(err, st, "%s", fault.message);
    if ((st = tell_result(e, a->result, err)) != RV_OK)
        return st;
    return rv_entering_read_again(e, at, err);
}

/* Whether "a; b" holds the choice. */
static bool has(const char *text, const char *choice)
{
    const size_t length = strlen(choice);

    while (*text) {
        const size_t n = strcspn(text, ";");
        size_t end = n;
        text += strspn(text, " ");
        end = strcspn(text, ";");
        while (end && text[end - 1] == ' ')
            end--;
        if (end == length && memcmp(text, choice, length) == 0)
            return true;
        text += strcspn(text, ";");
        text += *text != 0;
    }
    return false;
}

void rv_entering_toggle(const rv_field *field, const char *text, const char *choice, rv_buf *out)
{
    for (size_t i = 0; i < field->n_choices; i++) {
        const bool itself = strcmp(field->choices[i], choice) == 0;
        if (has(text, field->choices[i]) != itself)
            rv_buf_printf(out, "%s%s", out->length ? "; " : "", field->choices[i]);
    }
}

void rv_entering_describe(const rv_entering_item *a, rv_buf *out)
{
    const char *choices[64];
    const size_t n = rv_entering_choices(a->field, choices);

    rv_buf_printf(out, "%s: %s (%s%s%s)", a->about, a->field->label, a->field->id, a->field->unit[0] ? ", " : "", a->field->unit);
    for (size_t i = 0; i < n; i++)
        rv_buf_printf(out, "%s%zu %s", i ? "  " : "\n  ", i + 1, choices[i]);
    if (a->state[0])
        rv_buf_printf(out, "\n  stands: %s", rv_entering_stands(a));
}
