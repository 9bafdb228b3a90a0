/* Decisions that exports of other tools carry, by the readers of references. */
#include <config.h>

#include <string.h>

#include "screen/incoming.h"

typedef struct {
    rv_incoming *in;
    bool         all;
    rv_buf       reasons;
} reading;

enum { SEVERAL = 50 };                /* decisions of one entry beyond which none are put together */

/* "3fa9c1d2b0e44f17:1045": the name that our exports give a record, wherever the other tool kept it. */
static bool is_key(const char *text)
{
    const size_t digits = strspn(text, "0123456789abcdef");

    return digits >= 16 && digits < RV_DIGEST_HEX && text[digits] == ':' && text[digits + 1]
           && text[digits + 1 + strspn(text + digits + 1, "0123456789")] == '\0';
}

static const char *key_of(const rv_record *record)
{
    for (size_t i = 0; i < record->n_tags; i++)
        if (record->tags[i].value && is_key(record->tags[i].value))
            return record->tags[i].value;
    for (int i = 0; i < RV_REF_LISTS; i++)
        if (record->text[i] && is_key(record->text[i]))
            return record->text[i];
    return NULL;
}

static void keep_fields(rv_incoming *in, const rv_bulk_record *from, rv_bulk_record *to)
{
    const struct { const char *from; const char **to; } texts[] = {
        { from->type, &to->type }, { from->title, &to->title }, { from->authors, &to->authors }, { from->container, &to->container },
        { from->volume, &to->volume }, { from->issue, &to->issue }, { from->pages, &to->pages }, { from->doi, &to->doi },
        { from->pmid, &to->pmid }, { from->isbn, &to->isbn }, { from->issn, &to->issn }, { from->accession, &to->accession },
        { from->publisher, &to->publisher }, { from->url, &to->url }, { from->abstract, &to->abstract }, { from->language, &to->language },
    };

    *to = (rv_bulk_record){ .year = from->year, .line = from->line };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i].to = rv_incoming_keep(in, texts[i].from);
}

static const char *tag(const rv_record *record, const char *name)
{
    for (size_t i = 0; i < record->n_tags; i++)
        if (record->tags[i].tag && strcmp(record->tags[i].tag, name) == 0)
            return record->tags[i].value;
    return NULL;
}

/* An entry that says no verdict, as a file of all that was included has them; Covidence's notes and tags stand beside it. */
static rv_status take_silent(reading *r, const rv_record *record, rv_error *err)
{
    rv_incoming_vote *vote = rv_incoming_vote_add(r->in, err);
    const bool covidence = tag(record, "Covidence #") != NULL;

    if (!vote)
        return RV_ENOMEM;
    *vote = (rv_incoming_vote){ .entry = r->in->n_entries - 1, .line = (size_t)record->fields.line };
    if (covidence) {
        vote->note = rv_incoming_keep(r->in, tag(record, "Notes"));
        vote->labels = rv_incoming_keep(r->in, tag(record, "Tags"));
    }
    return RV_OK;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* True for the first exclusion of a person at a stage; later ones, as EPPI-Reviewer has one for each code, are its further reasons, which
   are added to `reasons`. */
static bool first_exclusion(const rv_record *record, size_t i, rv_buf *reasons)
{
    const rv_ref_decision *d = &record->decisions[i];
    bool first = true;

    rv_buf_clear(reasons);
    for (size_t k = 0; k < record->n_decisions; k++) {
        const rv_ref_decision *other = &record->decisions[k];
        if (!same(other->verdict, d->verdict) || !same(other->stage, d->stage) || !same(other->reviewer, d->reviewer)
            || !same(other->role, d->role))
            continue;
        first = first && k >= i;
        if (other->reason && (k == i || !same(other->reason, d->reason)))
            rv_buf_printf(reasons, "%s%s", reasons->length ? "; " : "", other->reason);
    }
    return first;
}

static rv_status take_record(void *user, const rv_record *record, rv_error *err)
{
    reading *r = user;
    rv_incoming_entry *entry;

    if (!record->n_decisions && !r->all)
        return RV_OK;
    if (!(entry = rv_incoming_entry_add(r->in, err)))
        return RV_ENOMEM;
    keep_fields(r->in, &record->fields, &entry->fields);
    entry->key = rv_incoming_keep(r->in, key_of(record));
    if (!record->n_decisions)
        return take_silent(r, record, err);
    for (size_t i = 0; i < record->n_decisions; i++) {
        const rv_ref_decision *d = &record->decisions[i];
        rv_incoming_vote *vote;

        rv_buf_clear(&r->reasons);
        if (strcmp(d->verdict, "exclude") == 0 && record->n_decisions < SEVERAL && !first_exclusion(record, i, &r->reasons))
            continue;
        if (!(vote = rv_incoming_vote_add(r->in, err)))
            return RV_ENOMEM;
        *vote = (rv_incoming_vote){ .entry = r->in->n_entries - 1, .line = (size_t)record->fields.line,
                                    .stage = rv_incoming_keep(r->in, d->stage), .reviewer = rv_incoming_keep(r->in, d->reviewer),
                                    .verdict = rv_incoming_keep(r->in, d->verdict), .reason = rv_incoming_keep(r->in, strcmp(d->verdict, "exclude") == 0 && r->reasons.length
                                                                          ? rv_buf_str(&r->reasons) : d->reason),
                                    .note = rv_incoming_keep(r->in, d->note), .labels = rv_incoming_keep(r->in, d->labels),
                                    .resolution = d->role && strcmp(d->role, "resolution") == 0 };
    }
    return rv_buf_check(&r->in->texts, err);
}

rv_status rv_incoming_refs(rv_incoming *in, const char *bytes, size_t n, const char *format, bool all, rv_error *err)
{
    reading r = { in, all, RV_BUF_INIT };
    const rv_refs_sink sink = { .record = take_record, .user = &r };
    rv_refs_summary summary;
    rv_status st = rv_refs_read_bytes(in->file, bytes, n, format, NULL, &sink, &summary, err);

    rv_buf_free(&r.reasons);
    if (st == RV_OK && !in->n_entries)
        st = rv_fail(err, RV_EPARSE, "%s: no decision in it; --verdict says what a file without its own words means", in->file);
    return st;
}
