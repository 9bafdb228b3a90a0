/* Two versions of a study side by side: which rows are one, where cells differ, and what it is to be. */
#include <config.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "web/extract_page.h"
#include "web/handlers.h"

/* ---- What is shown ------------------------------------------------------------------------------------------------------------------ */

typedef struct {
    rv_call    *call;
    json_t     *list;
    const char *names[2];         /* known with the first row */
    rv_buf      a, b;
    bool        third;
    size_t      n;
} listing;

static bool is_third(const rv_call *call)
{
    return rv_person_may(call->store, call->person, RV_MAY_ADJUDICATE, NULL) == RV_OK;
}

static void keep_names(listing *l, const char *const names[2])
{
    if (l->a.length || l->b.length)
        return;
    rv_buf_text(&l->a, names[0]);
    rv_buf_text(&l->b, names[1]);
}

static const char *sent_word(const rv_call *call, const char *what, size_t i)
{
    char name[40];

    snprintf(name, sizeof name, "%s.%zu", what, i);
    return json_string_value(json_object_get(call->sent ? call->sent : call->in, name));
}

/* Of the two, each can only give way; a third decides. */
static void put_rights(const listing *l, json_t *row, bool alone, int owner)
{
    const bool a = strcmp(l->call->person, rv_buf_str(&l->a)) == 0, b = strcmp(l->call->person, rv_buf_str(&l->b)) == 0;

    if (alone) {
        rv_json_put_yes(row, "may_take", (!a && !b && l->third) || (a && owner == 1) || (b && owner == 0));
        rv_json_put_yes(row, "may_leave", (!a && !b && l->third) || (a && owner == 0) || (b && owner == 1));
        return;
    }
    rv_json_put_yes(row, "may_a", b || (!a && l->third));
    rv_json_put_yes(row, "may_b", a || (!b && l->third));
    rv_json_put_yes(row, "may_other", !a && !b && l->third);
}

/* What was chosen when the page is shown again. */
static void put_sent(const listing *l, json_t *row)
{
    static const char *const choices[] = { "a", "b", "other", "take", "leave" };
    const char *settled = l->call->sent ? sent_word(l->call, "settle", l->n) : NULL;

    for (size_t i = 0; settled && i < sizeof choices / sizeof *choices; i++) {
        char name[20];
        snprintf(name, sizeof name, "chose_%s", choices[i]);
        rv_json_put_yes(row, name, strcmp(settled, choices[i]) == 0);
    }
    if (settled) {
        rv_json_put_text(row, "other", sent_word(l->call, "value", l->n));
        rv_json_put_text(row, "other_place", sent_word(l->call, "place", l->n));
        rv_json_put_text(row, "other_note", sent_word(l->call, "note", l->n));
    }
}

static rv_status add_difference(void *user, const rv_difference *d, rv_error *err)
{
    listing *l = user;
    const rv_field *field = rv_protocol_field(l->call->protocol, d->field);
    const bool alone = !d->rows[0][0] || !d->rows[1][0];
    const struct { const char *name, *text; } texts[] = {
        { "row", d->row }, { "row_a", d->rows[0] }, { "row_b", d->rows[1] }, { "field", d->field },
        { "label", field ? field->label : d->field[0] ? d->field : "the row itself" }, { "a", d->texts[0][0] ? d->texts[0] : d->states[0] },
        { "b", d->texts[1][0] ? d->texts[1] : d->states[1] }, { "place_a", d->places[0] }, { "place_b", d->places[1] },
        { "how", rv_compared_words[d->compared] }, { "hint", d->hint }, { "standing", d->standing }, { "review", d->has }, { "by", d->by },
    };
    json_t *row = json_object();

    (void)err;
    keep_names(l, d->names);
    rv_json_put_int(row, "number", (int64_t)l->n);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        rv_json_put_text(row, texts[i].name, texts[i].text);
    rv_json_put_yes(row, "alone", alone);
    rv_json_put_text(row, "owner", alone ? d->names[d->rows[0][0] ? 0 : 1] : "");
    rv_json_put_yes(row, "whole_row", alone && !d->field[0]);
    rv_json_put_yes(row, "cell", !alone && !rv_says_agree(d->compared));
    rv_json_put_yes(row, "alike", !alone && rv_says_agree(d->compared));
    rv_json_put_yes(row, "of_study", strcmp(d->row, "study") == 0);
    rv_json_put_yes(row, "waits", strcmp(d->standing, "open") == 0 || strcmp(d->standing, "again") == 0);
    rv_json_put_yes(row, "place_differs", d->place_differs);
    put_rights(l, row, alone, d->rows[0][0] ? 0 : 1);
    put_sent(l, row);
    json_array_append_new(l->list, row);
    l->n++;
    return RV_OK;
}

static rv_status add_aligned(void *user, const rv_aligned *r, rv_error *err)
{
    listing *l = user;
    const bool alone = !r->keys[0][0] || !r->keys[1][0];
    json_t *row = json_object();

    (void)err;
    keep_names(l, r->names);
    rv_json_put_text(row, "row", r->row);
    rv_json_put_text(row, "row_a", r->keys[0]);
    rv_json_put_text(row, "row_b", r->keys[1]);
    rv_json_put_yes(row, "alone", alone);
    rv_json_put_yes(row, "of_a", alone && r->keys[0][0]);
    rv_json_put_yes(row, "of_b", alone && r->keys[1][0]);
    rv_json_put_real(row, "likeness", r->likeness);
    rv_json_put_int(row, "percent", (int64_t)lround(100 * r->likeness));
    rv_json_put_text(row, "by", r->by);
    rv_json_put_text(row, "taken", r->taken);
    json_array_append_new(l->list, row);
    return RV_OK;
}

static void put_count(rv_call *call, const rv_difference_count *c)
{
    const struct { const char *name; size_t n; } counts[] = {
        { "agree", c->agree }, { "differ", c->differ }, { "alone", c->alone }, { "places", c->places }, { "rows_alone", c->rows_alone },
        { "open_cells", c->open }, { "waits", c->waits }, { "again", c->again },
    };
    json_t *count = json_object();

    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        rv_json_put_int(count, counts[i].name, (int64_t)counts[i].n);
    rv_call_put(call, "count", count);
    rv_call_put_yes(call, "settled_all", c->open == 0 && c->again == 0 && c->waits == 0);
}

static const char *const whiches[] = { "open", "different", "places", "again", "all", NULL };

static rv_which which_of(const rv_call *call)
{
    for (size_t i = 0; whiches[i]; i++)
        if (strcmp(rv_call_word(call, "which"), whiches[i]) == 0)
            return (rv_which)i;
    return RV_WHICH_OPEN;
}

static rv_status make_page(rv_call *call, const char *study, rv_error *err)
{
    listing l = { .call = call, .list = json_array(), .a = RV_BUF_INIT, .b = RV_BUF_INIT, .third = is_third(call) };
    const rv_which which = which_of(call);
    json_t *rows = l.list;
    rv_difference_count count = { 0 };
    rv_status st = rv_extract_align(call->store, call->protocol, study, add_aligned, &l, err);

    rv_call_put(call, "rows", rows);
    rv_call_put(call, "differences", l.list = json_array());
    rv_call_put_text(call, "which", whiches[which]);
    for (size_t i = 0; whiches[i]; i++) {
        char name[20];
        snprintf(name, sizeof name, "which_%s", whiches[i]);
        rv_call_put_yes(call, name, (size_t)which == i);
    }
    rv_call_put_yes(call, "rows_any", json_array_size(rows) > 0);
    if (st == RV_OK)
        st = rv_extract_differences(call->store, call->protocol, study, which, &count, add_difference, &l, err);
    rv_call_put_text(call, "person_a", rv_buf_str(&l.a));
    rv_call_put_text(call, "person_b", rv_buf_str(&l.b));
    put_count(call, &count);
    rv_buf_free(&l.a);
    rv_buf_free(&l.b);
    return st;
}

rv_status rv_get_extract_agree(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study");
    rv_my_part mine = { .waits_for = RV_BUF_INIT };
    rv_status st = rv_extract_study_there(call, study, err);

    if (st == RV_OK && (st = rv_extract_my_part(call, study, &mine, err)) == RV_OK) {
        rv_extract_put_head(call, study, "Agree", &mine);
        rv_call_put_yes(call, "third", is_third(call) || strcmp(mine.role, "reconcile") == 0);
        rv_call_put(call, "scripts", json_pack("[s]", "extract.js"));
        st = make_page(call, study, err);
    }
    rv_buf_free(&mine.waits_for);
    return st;
}

/* ---- Settling ------------------------------------------------------------------------------------------------------------------------- */

/* A text as it was shown: browsers send other line ends. */
static const char *shown(rv_buf *memory, const char *text)
{
    const size_t at = memory->length;

    for (; text && *text; text++)
        if (*text != '\r')
            rv_buf_char(memory, *text);
    rv_buf_add(memory, "", 1);
    return memory->failed ? "" : memory->data + at;
}

typedef struct {
    rv_settlement *answers;
    size_t         n;
    rv_buf        *memory;        /* of each answer */
} settling;

static rv_status read_answer(const rv_call *call, const char *study, size_t i, const char *settled, settling *s, rv_error *err)
{
    rv_buf *m = &s->memory[s->n];
    rv_settlement *to = &s->answers[s->n];
    const bool other = strcmp(settled, "other") == 0;
    const char *value = sent_word(call, "value", i);

    if (other && (!value || !*value))
        return rv_fail(err, RV_EINVAL, "%s: type what it is to be, or choose one of the two", sent_word(call, "field", i) ? sent_word(call, "field", i) : "");
    s->n++;
    /* The memory may move while it grows: it is made as large as it will be. */
    rv_buf_printf(m, "%*s", (int)(64 + (value ? strlen(value) : 0)
                                  + strlen(sent_word(call, "a", i) ? sent_word(call, "a", i) : "")
                                  + strlen(sent_word(call, "b", i) ? sent_word(call, "b", i) : "")), "");
    rv_buf_clear(m);
    *to = (rv_settlement){ .study = study, .row = sent_word(call, "row", i), .rows = { sent_word(call, "row_a", i), sent_word(call, "row_b", i) },
                           .field = sent_word(call, "field", i), .settled = settled, .place = sent_word(call, "place", i),
                           .note = sent_word(call, "note", i) };
    if (!to->row)
        return rv_fail(err, RV_EINVAL, "settle.%zu: row.%zu is missing: what the choice is about", i, i);
    for (int k = 0; k < 2; k++)
        if (sent_word(call, k ? "b" : "a", i) && *to->field)
            to->texts[k] = shown(m, sent_word(call, k ? "b" : "a", i));
    if (other) {
        const size_t at = m->length;
        rv_buf_char(m, '=');
        (void)shown(m, value);
        to->settled = m->data + at;
    }
    return rv_buf_check(m, err);
}

/* Choices are numbered as the page numbered them. */
static rv_status read_answers(const rv_call *call, const char *study, settling *s, rv_error *err)
{
    const size_t room = json_object_size(call->in);
    const char *name;
    json_t *value;
    rv_status st = RV_OK;

    s->answers = calloc(room + 1, sizeof *s->answers);
    s->memory = calloc(room + 1, sizeof *s->memory);
    if (!s->answers || !s->memory)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    json_object_foreach(call->in, name, value) {
        int64_t i;
        if (strncmp(name, "settle.", 7) != 0 || !*rv_call_word(call, name))
            continue;
        if (rv_int_parse(name + 7, &i, NULL) != RV_OK || i < 0)
            st = rv_fail(err, RV_EINVAL, "'%.60s' is no numbered choice", name);
        else
            st = read_answer(call, study, (size_t)i, rv_call_word(call, name), s, err);
        if (st != RV_OK)
            break;
    }
    return st;
}

static void count_fault(void *user, size_t line, const char *message)
{
    size_t *more = user;

    (void)line;
    (void)message;
    ++*more;
}

static void say_agreed(rv_call *call, const rv_agreed *a)
{
    memcpy(call->event, a->event, sizeof a->event);
    rv_call_put_int(call, "values", (int64_t)a->values);
    rv_call_put_int(call, "settled", (int64_t)a->settled);
    rv_call_put_int(call, "open", (int64_t)a->open);
    rv_call_say(call, "%zu settled; taken over: %zu parts, %zu results, %zu values, %zu corrected; %zu still open", a->settled, a->parts,
                a->results, a->values, a->corrections, a->open);
}

rv_status rv_post_extract_agree(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study");
    settling s = { 0 };
    rv_agreed agreed;
    size_t more = 0;
    rv_status st = rv_extract_study_there(call, study, err);

    if (st == RV_OK && (st = read_answers(call, study, &s, err)) == RV_OK
        && (st = rv_extract_agree(call->store, call->protocol, call->person, is_third(call), &study, 1, s.answers, s.n, count_fault, &more,
                                  &agreed, err)) == RV_OK)
        say_agreed(call, &agreed);
    else if (st != RV_OK && more)
        st = rv_within(err, st, "%zu choices cannot be taken, nothing was", more + 1);
    for (size_t i = 0; s.memory && i < s.n; i++)
        rv_buf_free(&s.memory[i]);
    free(s.memory);
    free(s.answers);
    return st;
}

rv_status rv_post_extract_match(rv_call *call, rv_error *err)
{
    const char *study = rv_call_word(call, "study"), *b = rv_call_text(call, "b"), *taken = rv_call_text(call, "taken");
    char hex[RV_DIGEST_HEX] = "";
    rv_status st = rv_extract_study_there(call, study, err);

    if (st != RV_OK || (st = rv_extract_match(call->store, call->protocol, call->person, study, rv_call_word(call, "a"), b && *b ? b : NULL,
                                              taken && *taken ? taken : NULL, hex, err)) != RV_OK)
        return st;
    memcpy(call->event, hex, sizeof hex);
    rv_call_say(call, b && *b ? "%s and %s are one row" : "%s stands alone", rv_call_word(call, "a"), b);
    return RV_OK;
}
