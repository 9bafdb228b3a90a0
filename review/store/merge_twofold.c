/* What comes in with a merge, and what both copies said of the same thing since they parted. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/store.h"

#include "store/merge.h"

enum { KEYS = 7, VALUES = 2 };

/* What makes two facts be about the same, and what may differ. Without values the fact itself should be there but once. */
typedef struct {
    const char *table, *what;
    const char *record;                  /* the column of the record that it is about */
    const char *keys[KEYS], *values[VALUES];
    bool        both;                    /* both count */
} subject;

static const subject subjects[] = {
    /* whatever they say: were only those told that differ, a copy with a guess in it would tell a blind vote */
    { "decision", "vote", "record", { "stage", "reviewer", "role" }, { NULL }, true },
    { "assignment", "assignment", "record", { "stage", "reviewer" }, { "given" }, false },
    { "record_edit", "edit", "record", { "field" }, { "value" }, false },
    { "link", "link", "record", { "other" }, { "verdict" }, false },
    { "report_state", "state", "record", { NULL }, { "state" }, false },
    { "report_choice", "choice", "record", { "field" }, { "chosen" }, false },
    { "study_report", "report of a study", "record", { "study" }, { "role" }, false },
    { "study", "study", NULL, { "label" }, { NULL }, true },
    { "result", "result", NULL, { "key", "own" }, { NULL }, true },
    { "protocol", "protocol", NULL, { "version" }, { "digest" }, false },
    { "value", "value", NULL, { "field", "reviewer", "own", "part", "result", "study" }, { "value", "state" }, false },
    { "appraisal", "appraisal", NULL, { "tool", "domain", "reviewer", "own", "body", "result", "study" }, { "judgement" }, false },
    { "extraction", "extraction", NULL, { "study", "reviewer" }, { "role", "state" }, false },
    { "alignment", "match", NULL, { "part_a", "result_a" }, { "part_b", "result_b" }, false },
    { "verification", "verification", NULL, { "value", "reviewer" }, { "verdict" }, false },
    { "instrument", "instrument", NULL, { "name", "edition" }, { "xml" }, false },
    { "file", "file", NULL, { "digest" }, { NULL }, false },
};

/* One copy's last word on something, by key: { value, who, place, what, record, about, both }. */

static const char *who_of(const json_t *body)
{
    const char *who = json_string_value(json_object_get(body, "who"));

    return who ? who : "";
}

/* A value as text; a name within the same event is made whole, as otherwise two events would seem to mean the same. */
static void write_value(rv_buf *out, const json_t *value, const char *hex)
{
    const char *text = json_string_value(value);

    rv_buf_char(out, '\x1f');
    if (json_is_integer(value))
        rv_buf_printf(out, "%lld", (long long)json_integer_value(value));
    else if (text && text[0] == '/' && text[1] && strspn(text + 1, "0123456789") == strlen(text + 1))
        rv_buf_printf(out, "%s%s", hex, text);
    else if (text)
        rv_buf_text(out, text);
}

/* What is told of it: the keys that mean something to people. */
static void write_about(rv_buf *out, const subject *s, const json_t *row)
{
    if (json_object_get(row, "own")) {           /* which fields somebody has filled in is as blind as with what */
        rv_buf_text(out, "own version");
        return;
    }
    for (size_t k = 0; k < KEYS && s->keys[k]; k++) {
        const json_t *value = json_object_get(row, s->keys[k]);
        const char *text = json_string_value(value);
        if (strcmp(s->table, "file") == 0)
            text = json_string_value(json_object_get(row, "name"));
        if (strcmp(s->keys[k], "role") == 0 || strcmp(s->keys[k], "reviewer") == 0 || strcmp(s->keys[k], "result") == 0
            || strcmp(s->keys[k], "study") == 0 || strcmp(s->keys[k], "other") == 0 || strcmp(s->keys[k], "part") == 0
            || strcmp(s->table, "alignment") == 0 || strcmp(s->table, "verification") == 0 || strcmp(s->table, "extraction") == 0)
            continue;
        if (json_is_integer(value))
            rv_buf_printf(out, "%s%lld", out->length ? ", " : "", (long long)json_integer_value(value));
        else if (text)
            rv_buf_printf(out, "%s%s", out->length ? ", " : "", text);
    }
}

/* A pair of records is the same either way round. */
static void write_key(rv_buf *key, const subject *s, const json_t *row, const char *hex)
{
    const json_t *first = s->record ? json_object_get(row, s->record) : NULL, *other = json_object_get(row, "other");

    rv_buf_text(key, s->table);
    if (strcmp(s->table, "link") == 0 && json_is_string(first) && json_is_string(other)
        && strcmp(json_string_value(first), json_string_value(other)) > 0) {
        write_value(key, other, hex);
        write_value(key, first, hex);
        return;
    }
    if (s->record)
        write_value(key, first, hex);
    for (size_t k = 0; k < KEYS && s->keys[k]; k++)
        write_value(key, json_object_get(row, s->keys[k]), hex);
}

/* Links that a run made are settled by the next; only what people said is told. */
static bool told(const subject *s, const json_t *row)
{
    const char *rule = json_string_value(json_object_get(row, "rule"));

    return strcmp(s->table, "link") != 0 || (rule && (strcmp(rule, "person") == 0 || strcmp(rule, "undo") == 0));
}

static rv_status note(json_t *said, const subject *s, const json_t *row, const json_t *body, const char *hex, int64_t place,
                      rv_error *err)
{
    const char *role = json_string_value(json_object_get(row, "role"));
    const char *what = strcmp(s->table, "decision") == 0 && role && strcmp(role, "resolution") == 0 ? "resolution" : s->what;
    rv_buf key = RV_BUF_INIT, value = RV_BUF_INIT, about = RV_BUF_INIT;
    json_t *last;
    rv_status st;

    write_key(&key, s, row, hex);
    write_about(&about, s, row);
    if (!s->values[0])                           /* no two of them are the same */
        rv_buf_printf(&value, "%s", hex);
    for (size_t k = 0; k < VALUES && s->values[k]; k++)
        write_value(&value, json_object_get(row, s->values[k]), hex);
    if ((st = rv_buf_check(&key, err)) == RV_OK && (st = rv_buf_check(&value, err)) == RV_OK
        && (st = rv_buf_check(&about, err)) == RV_OK) {
        last = json_pack("{s:s, s:s, s:I, s:s, s:s, s:b}", "value", rv_buf_str(&value), "who", who_of(body), "place",
                         (json_int_t)place, "what", what, "about", rv_buf_str(&about), "both", (int)s->both);
        if (last && s->record && json_is_string(json_object_get(row, s->record)))
            (void)json_object_set(last, "record", json_object_get(row, s->record));
        if (!last || json_object_set_new(said, rv_buf_str(&key), last) != 0)
            st = rv_fail(err, RV_ENOMEM, "out of memory");
    }
    rv_buf_free(&key);
    rv_buf_free(&value);
    rv_buf_free(&about);
    return st;
}

static rv_status note_event(json_t *said, const json_t *body, const uint8_t digest[RV_DIGEST], int64_t place, rv_error *err)
{
    const json_t *facts = json_object_get(body, "facts");
    char hex[RV_DIGEST_HEX];
    rv_status st = RV_OK;

    rv_hex(digest, RV_DIGEST, hex);
    for (size_t i = 0; i < json_array_size(facts) && st == RV_OK; i++) {
        const json_t *fact = json_array_get(facts, i), *row = json_object_get(fact, "row");
        const char *table = json_string_value(json_object_get(fact, "table"));
        for (size_t s = 0; s < sizeof subjects / sizeof *subjects && table && st == RV_OK; s++)
            if (strcmp(subjects[s].table, table) == 0 && told(&subjects[s], row))
                st = note(said, &subjects[s], row, body, hex, place, err);
    }
    return st;
}

/* ---- The list ---------------------------------------------------------------------------------------------------------------------- */

static char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text ? strdup(text) : NULL;
}

/* What both count of is also one name in `what`: the text of a constant table. */
static const char *constant(const char *what)
{
    for (size_t s = 0; s < sizeof subjects / sizeof *subjects; s++)
        if (strcmp(subjects[s].what, what) == 0)
            return subjects[s].what;
    return "resolution";
}

static rv_status list(const json_t *mine, json_t *theirs, rv_merged *out, rv_error *err)
{
    const char *key;
    json_t *there;

    json_object_foreach(theirs, key, there) {
        const json_t *here = json_object_get(mine, key);
        rv_merge_twofold *grown;
        if (!here || json_equal(json_object_get(here, "value"), json_object_get(there, "value")))
            continue;
        if (!(grown = realloc(out->twofold, (out->n + 1) * sizeof *grown)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        out->twofold = grown;
        grown += out->n++;
        *grown = (rv_merge_twofold){ .what = constant(json_string_value(json_object_get(there, "what"))),
                                     .record = text_of(there, "record"), .about = text_of(there, "about"),
                                     .mine = text_of(here, "who"), .theirs = text_of(there, "who"),
                                     .both = json_is_true(json_object_get(there, "both")),
                                     .newer = json_integer_value(json_object_get(there, "place"))
                                              > json_integer_value(json_object_get(here, "place")) };
        if (!grown->about || !grown->mine || !grown->theirs)
            return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    return RV_OK;
}

rv_status rv_merge_compare(const rv_union *u, rv_store *mine, rv_store *theirs, rv_merged *out, rv_error *err)
{
    json_t *here = json_object(), *there = json_object();
    rv_status st = here && there ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t p = 0; p < u->n && st == RV_OK; p++) {
        const rv_union_event *e = &u->events[u->order[p]];
        json_t *body = NULL;
        if (e->mine && e->theirs)
            continue;
        st = rv_merge_body(e->mine ? mine : theirs, e->mine ? e->mine : e->theirs, &body, err);
        if (st == RV_OK)
            st = note_event(e->mine ? here : there, body, e->digest, (int64_t)p, err);
        if (e->mine) {
            out->away++;
        } else {
            out->events++;
            out->facts += (int64_t)json_array_size(json_object_get(body, "facts"));
        }
        json_decref(body);
    }
    if (st == RV_OK)
        st = list(here, there, out, err);
    json_decref(here);
    json_decref(there);
    return st;
}

void rv_merged_free(rv_merged *merged)
{
    for (size_t i = 0; i < merged->n; i++) {
        rv_merge_twofold *t = &merged->twofold[i];
        free(t->record);
        free(t->about);
        free(t->mine);
        free(t->theirs);
    }
    free(merged->twofold);
    *merged = (rv_merged){ 0 };
}
