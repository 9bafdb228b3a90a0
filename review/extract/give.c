/* Giving studies to people, and what they say of their own part: done, taken up again. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/extractors.h"

static rv_status add_row(rv_event *event, int64_t study, const char *person, const char *role, const char *state, rv_error *err)
{
    const rv_cell cells[] = { RV_CELL_OF_INT("study", study), RV_CELL_OF_TEXT("reviewer", person), RV_CELL_OF_TEXT("role", role),
                              RV_CELL_OF_TEXT("state", state) };

    return rv_event_add(event, "extraction", cells, 4, NULL, err);
}

static rv_status finish(rv_event *event, rv_status st, size_t written, char hex[RV_DIGEST_HEX], rv_error *err)
{
    hex[0] = 0;
    if (st == RV_OK && written)
        return rv_event_commit(event, hex, err);
    rv_event_abandon(event);
    return st;
}

/* ---- Giving ------------------------------------------------------------------------------------------------------------------------ */

static bool is_word(const char *const *words, const char *word)
{
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

/* A third version would be compared with nothing, and one that begins when the study is open is not blind. */
static rv_status may_be_given(const rv_extractors_study *study, const char *person, const char *role, rv_error *err)
{
    const rv_extractor_at *had = rv_extractors_person(study, person);
    const char *pair[2];
    const size_t n = rv_extractors_pair(study, pair);
    const bool extracts = had && strcmp(had->role, "extract") == 0 && strcmp(had->state, "none") != 0;

    if (strcmp(role, "extract") == 0) {
        if (study->opened)
            return rv_fail(err, RV_EINVAL, "%s is open: who extracts it now can see what the others entered", study->label);
        if (!extracts && n > 1)
            return rv_fail(err, RV_EINVAL, "%s and %s extract %s; take it back from one first", pair[0], pair[1], study->label);
    } else if (extracts && strcmp(had->state, "given") != 0) {
        return rv_fail(err, RV_EINVAL, "%s extracts %s, and cannot %s it too", person, study->label, role);
    }
    return RV_OK;
}

static rv_status give_one(rv_store *store, rv_extractors *all, rv_event *event, const char *label, const char *person, const char *role,
                          bool given, size_t *written, rv_error *err)
{
    rv_extractors_study *study = rv_extractors_find(all, label);
    rv_extractor_at *had = study ? rv_extractors_person(study, person) : NULL;
    int64_t id;
    rv_status st;

    if (!study)
        return rv_fail(err, RV_ENOTFOUND, "there is no study '%s'; a sheet of studies makes those of included reports when it is imported", label);
    if (given ? had && strcmp(had->role, role) == 0 && is_word((const char *const[]){ "given", "done", "again", NULL }, had->state)
              : !had || strcmp(had->state, "none") == 0)
        return RV_OK;
    if (given && (st = may_be_given(study, person, role, err)) != RV_OK)
        return st;
    if ((st = rv_study_find(store, NULL, label, &id, err)) == RV_OK
        && (st = add_row(event, id, person, given ? role : had->role, given ? "given" : "none", err)) == RV_OK) {
        ++*written;
        if (had) {
            had->role = given ? role : had->role;
            had->state = given ? "given" : "none";
        } else if (rv_grow(&study->people, study->n, &study->room, sizeof *study->people)) {
            study->people[study->n++] = (rv_extractor_at){ person, role, "given" };
        } else {
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        }
    }
    return st;
}

rv_status rv_extract_give(rv_store *store, const char *who, const rv_extract_gift *gifts, size_t n, const char *role, bool given,
                          char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_extractors all = { .memory = RV_HOARD_INIT };
    rv_event *event = NULL;
    size_t written = 0;
    rv_status st;

    hex[0] = 0;
    if (!is_word(rv_extractor_roles, role))
        return rv_fail(err, RV_EINVAL, "'%s' is no role; people extract, verify or reconcile", role);
    for (size_t i = 0; i < n; i++)
        if (rv_text_missing(gifts[i].person))
            return rv_fail(err, RV_EINVAL, "gift %zu is to nobody", i + 1);
    if ((st = rv_event_begin(&event, store, "extraction.give", who, false, err)) != RV_OK)
        return st;
    st = rv_extractors_load(store, &all, err);
    for (size_t i = 0; st == RV_OK && i < n; i++)
        st = give_one(store, &all, event, gifts[i].study, gifts[i].person, role, given, &written, err);
    rv_extractors_free(&all);
    return finish(event, st, written, hex, err);
}

/* ---- Done, and again --------------------------------------------------------------------------------------------------------------- */

static rv_status tell_one(rv_store *store, const rv_extractors *all, rv_event *event, const char *label, const char *who, bool done,
                          size_t *written, rv_error *err)
{
    const rv_extractors_study *study = rv_extractors_find(all, label);
    const rv_extractor_at *person = study ? rv_extractors_person(study, who) : NULL;
    int64_t id;
    rv_status st;

    if (!study)
        return rv_fail(err, RV_ENOTFOUND, "there is no study '%s'", label);
    if (!person || strcmp(person->state, "none") == 0)
        return rv_fail(err, RV_EINVAL, "%s was not given %s, and entered nothing of it", who, label);
    if (strcmp(person->state, "late") == 0)
        return rv_fail(err, RV_EINVAL, "%s came to %s when others had extracted it; correct what was agreed instead", who, label);
    if ((strcmp(person->state, "done") == 0) == done)
        return done ? RV_OK : rv_fail(err, RV_EINVAL, "%s is not done with %s: there is nothing to take up again", who, label);
    if ((st = rv_study_find(store, NULL, label, &id, err)) == RV_OK)
        st = add_row(event, id, who, person->role, done ? "done" : "again", err);
    ++*written;
    return st;
}

rv_status rv_extract_done(rv_store *store, const char *who, const char *const *studies, size_t n, bool done, char hex[RV_DIGEST_HEX],
                          rv_error *err)
{
    rv_extractors all = { .memory = RV_HOARD_INIT };
    rv_event *event = NULL;
    size_t written = 0;
    rv_status st;

    hex[0] = 0;
    if ((st = rv_event_begin(&event, store, done ? "extraction.done" : "extraction.again", who, false, err)) != RV_OK)
        return st;
    st = rv_extractors_load(store, &all, err);
    for (size_t i = 0; st == RV_OK && i < n; i++)
        st = tell_one(store, &all, event, studies[i], who, done, &written, err);
    rv_extractors_free(&all);
    return finish(event, st, written, hex, err);
}

/* ---- Who has what ------------------------------------------------------------------------------------------------------------------ */

static rv_status tell_study(const rv_extractors_study *study, rv_status (*tell)(void *user, const rv_extractor *row, rv_error *err),
                            void *user, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < study->n; i++) {
        rv_buf waits = RV_BUF_INIT;
        for (size_t k = 0; k < study->n; k++)
            if (k != i && strcmp(study->people[k].role, "extract") == 0 && strcmp(study->people[i].state, "done") == 0
                && !study->opened && strcmp(study->people[k].state, "done") != 0 && strcmp(study->people[k].state, "none") != 0)
                rv_buf_printf(&waits, "%s%s", waits.length ? ", " : "", study->people[k].name);
        if ((st = rv_buf_check(&waits, err)) == RV_OK)
            st = tell(user, &(rv_extractor){ study->label, study->people[i].name, study->people[i].role, study->people[i].state,
                                             rv_buf_str(&waits), study->opened != 0 }, err);
        rv_buf_free(&waits);
    }
    return st;
}

rv_status rv_extract_each_extractor(rv_store *store, const char *study,
                                    rv_status (*tell)(void *user, const rv_extractor *row, rv_error *err), void *user, rv_error *err)
{
    rv_extractors all;
    rv_status st = rv_extractors_load(store, &all, err);

    for (size_t i = 0; st == RV_OK && i < all.n; i++)
        if (!study || strcmp(study, all.studies[i].label) == 0)
            st = tell_study(&all.studies[i], tell, user, err);
    if (st == RV_OK && study && !rv_extractors_find(&all, study))
        st = rv_fail(err, RV_ENOTFOUND, "there is no study '%s'", study);
    rv_extractors_free(&all);
    return st;
}
