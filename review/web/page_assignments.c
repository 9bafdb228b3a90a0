/* Giving work out: by lot in shares, record by record, and as rounds of calibration. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "web/handlers.h"
#include "web/overview.h"

enum { PEOPLE = 64, RECORDS = 10000 };

/* ---- What each has ---------------------------------------------------------------------------------------------------------------- */

static rv_status add_person(void *user, const rv_person *p, rv_error *err)
{
    json_t *row;

    (void)err;
    if (!p->active || strcmp(p->role, "reader") == 0)
        return RV_OK;
    row = json_object();
    rv_json_put_text(row, "name", p->name);
    rv_json_put_text(row, "role", p->role);
    rv_json_put_int(row, "place", (int64_t)json_array_size(user) + 1);
    json_array_append_new(user, row);
    return RV_OK;
}

typedef struct { json_t *rounds; const char *stage, *label; } calibrating;

static rv_status add_calibration(void *user, const rv_calibration *c, rv_error *err)
{
    calibrating *all = user;
    json_t *row = json_array_get(all->rounds, json_array_size(all->rounds) - 1);

    (void)err;
    if (!row || json_integer_value(json_object_get(row, "round")) != c->round
        || strcmp(json_string_value(json_object_get(row, "stage")), all->stage) != 0) {
        row = json_object();
        rv_json_put_text(row, "stage", all->stage);
        rv_json_put_text(row, "stage_label", all->label);
        rv_json_put_int(row, "round", c->round);
        rv_json_put_int(row, "reports", 0);
        rv_json_put_int(row, "open", 0);
        json_array_append_new(all->rounds, row);
    }
    rv_json_put_int(row, "reports", json_integer_value(json_object_get(row, "reports")) + 1);
    rv_json_put_int(row, "open", json_integer_value(json_object_get(row, "open")) + (c->n_seen == 0));
    return RV_OK;
}

static rv_status put_stages(rv_call *call, rv_error *err)
{
    calibrating all = { json_array(), NULL, NULL };
    json_t *stages = json_array();
    rv_status st = RV_OK;

    for (size_t i = 0; i < call->protocol->n_stages && st == RV_OK; i++) {
        const rv_stage *s = &call->protocol->stages[i];
        rv_screen_counts n = { 0 };
        json_t *row = json_object();
        all.stage = s->id;
        all.label = *s->label ? s->label : s->id;
        st = rv_screen_count(call->store, call->protocol, s->id, &n, err);
        rv_json_put_text(row, "id", s->id);
        rv_json_put_text(row, "label", all.label);
        rv_json_put_int(row, "waiting", n.waiting);
        json_array_append_new(stages, row);
        if (st == RV_OK)
            st = rv_screen_calibrations(call->store, call->protocol, s->id, call->person, add_calibration, &all, err);
    }
    rv_put_list(call, "stages", stages);
    rv_put_list(call, "rounds", all.rounds);
    return st;
}

rv_status rv_get_assignments(rv_call *call, rv_error *err)
{
    json_t *people = json_array();
    rv_status st;

    rv_call_put_text(call, "title", "Giving work out");
    if (!call->protocol) {
        json_decref(people);
        return RV_OK;
    }
    if ((st = rv_store_read_begin(call->store, err)) == RV_OK) {
        if ((st = rv_people_each(call->store, add_person, people, err)) == RV_OK && (st = rv_overview_waits(call, err)) == RV_OK)
            st = put_stages(call, err);
        rv_store_read_end(call->store);
    }
    rv_put_list(call, "people", people);
    return st;
}

/* ---- Acts --------------------------------------------------------------------------------------------------------------------------- */

static rv_status seed_of(const rv_call *call, uint64_t *seed, rv_error *err)
{
    int64_t given = 1;

    if (*rv_call_word(call, "seed") && rv_call_int(call, "seed", &given, err) != RV_OK)
        return RV_EINVAL;
    *seed = (uint64_t)given;
    return given >= 0 ? RV_OK : rv_fail(err, RV_EINVAL, "seed is %lld; it is 0 or more", (long long)given);
}

/* The fields share.NAME that say a number above 0; a box left empty gives that person nothing. */
static rv_status shares_of(const rv_call *call, rv_share *shares, size_t *n, rv_error *err)
{
    static const char prefix[] = "share.";
    const char *name;
    json_t *value;

    *n = 0;
    json_object_foreach(call->in, name, value) {
        rv_share share = { .reviewer = name + sizeof prefix - 1 };
        if (strncmp(name, prefix, sizeof prefix - 1) != 0 || (json_is_string(value) && !json_string_length(value)))
            continue;
        if (rv_call_real(call, name, &share.share, err) != RV_OK)
            return RV_EINVAL;
        if (share.share == 0)
            continue;
        if (*n == PEOPLE)
            return rv_fail(err, RV_EINVAL, "more than %d people", PEOPLE);
        shares[(*n)++] = share;
    }
    return *n ? RV_OK : rv_fail(err, RV_EINVAL, "nobody has a share; say for somebody how large theirs is");
}

rv_status rv_post_assignments_share(rv_call *call, rv_error *err)
{
    rv_share shares[PEOPLE];
    rv_buf words = RV_BUF_INIT;
    uint64_t seed;
    size_t n;
    rv_status st;

    if (!call->protocol)
        return rv_fail(err, RV_ENOTFOUND, "the review has no protocol yet");
    if ((st = seed_of(call, &seed, err)) != RV_OK || (st = shares_of(call, shares, &n, err)) != RV_OK
        || (st = rv_screen_share(call->store, call->protocol, call->person, rv_call_word(call, "stage"), shares, n, seed, call->event, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        rv_buf_printf(&words, "%s%s %lld", i ? ", " : "", shares[i].reviewer, (long long)shares[i].given);
    rv_call_say(call, *call->event ? "Given out by lot: %s" : "Nothing lacks people%.0s", rv_buf_str(&words));
    rv_buf_free(&words);
    return RV_OK;
}

/* Keys with blanks, commas or lines between. */
static rv_status records_of(rv_call *call, int64_t **out, size_t *n, rv_error *err)
{
    char *copy = strdup(rv_call_word(call, "records")), *rest = copy;
    rv_status st = RV_OK;

    *n = 0;
    *out = calloc(RECORDS, sizeof **out);
    if (!copy || !*out)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (const char *key; st == RV_OK && (key = strsep(&rest, " \t\r\n,;")); ) {
        if (!*key)
            continue;
        if (*n == RECORDS)
            st = rv_fail(err, RV_EINVAL, "more than %d records at once", RECORDS);
        else
            st = rv_record_find(call->store, key, &(*out)[(*n)++], err);
    }
    free(copy);
    return st == RV_OK && !*n ? rv_fail(err, RV_EINVAL, "records: none was named") : st;
}

rv_status rv_post_assignments_give(rv_call *call, rv_error *err)
{
    const bool back = rv_call_yes(call, "take_back");
    int64_t *records = NULL;
    size_t n;
    rv_status st;

    if (!call->protocol)
        return rv_fail(err, RV_ENOTFOUND, "the review has no protocol yet");
    if ((st = records_of(call, &records, &n, err)) == RV_OK)
        st = rv_screen_assign(call->store, call->protocol, call->person, rv_call_word(call, "stage"), rv_call_word(call, "reviewer"), records, n,
                              !back, call->event, err);
    if (st == RV_OK)
        rv_call_say(call, "%zu %s %s %s", n, n == 1 ? "record" : "records", back ? "taken back from" : "given to", rv_call_word(call, "reviewer"));
    free(records);
    return st;
}

rv_status rv_post_assignments_calibrate(rv_call *call, rv_error *err)
{
    const char *people[PEOPLE], *name;
    uint64_t seed;
    int64_t size;
    size_t n = 0;
    int round;
    rv_status st;

    if (!call->protocol)
        return rv_fail(err, RV_ENOTFOUND, "the review has no protocol yet");
    if ((st = seed_of(call, &seed, err)) != RV_OK || (st = rv_call_int(call, "size", &size, err)) != RV_OK)
        return st;
    if (size < 1 || size > RECORDS)
        return rv_fail(err, RV_EINVAL, "size is %lld; a round has 1 to %d reports", (long long)size, RECORDS);
    for (size_t i = 0; (name = rv_call_item(call, "reviewers", i)); i++) {
        if (n == PEOPLE)
            return rv_fail(err, RV_EINVAL, "more than %d people", PEOPLE);
        people[n++] = name;
    }
    st = rv_screen_calibrate(call->store, call->protocol, call->person, rv_call_word(call, "stage"), (size_t)size, people, n, seed, &round,
                             call->event, err);
    if (st == RV_OK)
        rv_call_say(call, "Round %d has begun: %lld reports, each for everybody of it", round, (long long)size);
    return st;
}
