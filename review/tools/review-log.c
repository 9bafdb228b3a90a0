/* review-log: the audit trail of a review. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "review/extract.h"
#include "review/report.h"

#include "tools/archive.h"
#include "tools/log_merge.h"
#include "tools/opts.h"
#include "tools/review_file.h"

static const char *output, *expect, *person;
static int  format;
static bool check, porcelain, dry;

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(format, output),
    { RV_OPT_TEXT, 'e', "expect", &expect, "DIGEST", "verify: an event noted elsewhere that the trail must contain", NULL },
    RV_OPTS_PERSON(person, porcelain),
    { RV_OPT_FLAG, 'n', "dry-run", &dry, NULL, "merge: tell what would come in, and change nothing", NULL },
    { RV_OPT_FLAG, 'c', "check", &check, NULL, "archive: compare the archive that is there with the review", NULL },
    { .kind = RV_OPT_END }
};

static const rv_verb verbs[] = {
    { "show", "list the events, or with EVENT (number or digest) one whole" },
    { "verify", "check everything against the trail" },
    { "backup", "copy the review to FILE, checked, while others work" },
    { "restore", "make the review anew from the backup FILE" },
    { "rebuild", "make the derived tables anew from the facts" },
    { "merge", "take in what the copy OTHER of this review has and this one lacks" },
    { "archive", "write everything to the folder DIR as CSV and source files" },
    { NULL, NULL }
};

static const rv_command command = {
    "review-log", "FILE [show [EVENT] | verify | backup FILE | restore FILE | rebuild | merge OTHER | archive DIR]",
    "Shows, checks and keeps the audit trail of a review.", options, verbs
};

RV_STATEMENT(log_events, "SELECT id, at, who, kind, body, digest FROM event ORDER BY id");
RV_STATEMENT(log_event, "SELECT body FROM event WHERE id = ?1");
RV_STATEMENT(log_find, "SELECT id, digest FROM event WHERE lower(hex(digest)) >= ?1 AND lower(hex(digest)) < ?1 || 'g' LIMIT 2");

/* How many facts the body of the present row holds. */
static rv_status count_facts(rv_query *query, int64_t *facts, rv_error *err)
{
    size_t n;
    const char *bytes = rv_query_blob(query, 4, &n);
    json_t *body = NULL;
    rv_status st = rv_json_parse("event", bytes ? bytes : "", n, &body, err);

    *facts = (int64_t)json_array_size(json_object_get(body, "facts"));
    json_decref(body);
    return st;
}

static rv_status list_events(rv_store *store, rv_output *out, rv_error *err)
{
    static const char *const columns[] = { "event", "at", "who", "kind", "facts", "digest" };
    rv_query *query = NULL;
    rv_table *table = NULL;
    bool more;
    rv_status st = rv_table_open(&table, out, (rv_format)format, columns, 6, err), closed;

    if (st == RV_OK)
        st = rv_query_start(&query, store, &log_events, err, "");
    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        char hex[RV_DIGEST_HEX] = "";
        int64_t facts;
        size_t n;
        const void *digest = rv_query_blob(query, 5, &n);
        if ((st = count_facts(query, &facts, err)) != RV_OK)
            st = rv_within(err, st, "event %lld", (long long)rv_query_int(query, 0));
        if (digest && n == RV_DIGEST)
            rv_hex(digest, format == RV_FORMAT_TEXT ? 6 : RV_DIGEST, hex);
        rv_table_int(table, rv_query_int(query, 0));
        rv_table_text(table, rv_query_text(query, 1));
        rv_table_text(table, rv_query_text(query, 2));
        rv_table_text(table, rv_query_text(query, 3));
        rv_table_int(table, facts);
        rv_table_text(table, hex);
        rv_table_row(table);
    }
    rv_query_end(query);
    closed = rv_table_close(table, st == RV_OK ? err : NULL);
    return st == RV_OK ? closed : st;
}

/* An event is named by its number or by the first digits (6 at least) of its digest. */
static rv_status find_event(rv_store *store, const char *name, int64_t *id, rv_error *err)
{
    rv_query *query = NULL;
    size_t n = strlen(name);
    bool more = false;
    int found = 0;
    rv_status st;

    if (n < 6 && rv_int_parse(name, id, NULL) == RV_OK)
        return RV_OK;
    if (n < 6 || n >= RV_DIGEST_HEX || strspn(name, "0123456789abcdef") != n)
        return rv_fail(err, RV_EUSAGE, "'%s' names no event; give its number, or 6 or more digits of its digest", name);
    st = rv_query_start(&query, store, &log_find, err, "t", name);
    while (st == RV_OK && (st = rv_query_next(query, &more, err)) == RV_OK && more) {
        *id = rv_query_int(query, 0);
        found++;
    }
    rv_query_end(query);
    if (st == RV_OK && found == 0 && rv_int_parse(name, id, NULL) == RV_OK)
        return RV_OK;
    if (st == RV_OK && found != 1)
        st = rv_fail(err, RV_ENOTFOUND, found ? "more than one event begins with %s" : "no event begins with %s", name);
    return st;
}

/* Others' versions of what is extracted double. */
static rv_status add_own_versions(rv_store *store, const char *viewer, rv_blind *blind, rv_error *err)
{
    int64_t (*places)[2] = NULL;
    size_t n;
    rv_status st = rv_extract_blind(store, viewer, &places, &n, err);

    if (st == RV_OK)
        st = rv_blind_add(blind, (const int64_t (*)[2])places, n, err);
    free(places);
    return st;
}

/* What may be told to the one who looks: their own votes and versions, and others' where all are there. */
static rv_status load_blind(rv_store *store, const char *viewer, rv_blind **blind, rv_error *err)
{
    rv_protocol *protocol = NULL;
    rv_status st = rv_tool_protocol(store, &protocol, err);

    if (st == RV_OK || st == RV_ENOTFOUND)
        st = rv_blind_load(blind, store, protocol, viewer, err);
    if (st == RV_OK && (st = add_own_versions(store, viewer, *blind, err)) != RV_OK) {
        rv_blind_free(*blind);
        *blind = NULL;
    }
    rv_protocol_free(protocol);
    return st;
}

/* Leaves of each blind fact where it is and whose. The salt goes too: with it the bytes could be guessed. */
static void hide(json_t *body, const rv_blind *blind, int64_t event)
{
    static const char *const of_votes[] = { "record", "stage", "reviewer", "role", "supersedes", NULL };
    static const char *const of_versions[] = { "study", "own", "reviewer", NULL };
    const json_t *facts = json_object_get(body, "facts");

    for (size_t i = 0; i < json_array_size(facts); i++) {
        json_t *fact = json_array_get(facts, i), *row = json_object_get(fact, "row"), *kept = json_object();
        if (rv_blind_fact(blind, event, (int64_t)i)) {
            const char *const *shown = json_object_get(row, "own") ? of_versions : of_votes;
            for (size_t k = 0; shown[k]; k++)
                if (json_object_get(row, shown[k]))
                    json_object_set(kept, shown[k], json_object_get(row, shown[k]));
            json_object_set_new(kept, "blind", json_true());
            json_object_set(fact, "row", kept);
        }
        json_decref(kept);
    }
    json_object_del(body, "salt");
    json_object_del(body, "say");
    json_object_set_new(body, "blind", json_integer((json_int_t)rv_blind_event(blind, event)));
}

static rv_status write_event(rv_store *store, int64_t id, json_t *body, rv_output *out, rv_error *err)
{
    const char *viewer = NULL;
    rv_blind *blind = NULL;
    rv_status st;

    if (rv_tool_person(person, &viewer, NULL) != RV_OK)
        viewer = NULL;
    if ((st = load_blind(store, viewer, &blind, err)) == RV_OK && rv_blind_event(blind, id)) {
        hide(body, blind, id);
        rv_tool_say("event %lld holds what is blind until all have voted, or are done; that, and its salt, is not shown", (long long)id);
    }
    rv_blind_free(blind);
    return st == RV_OK ? rv_json_write(out, body, err) : st;
}

static rv_status show_event(rv_store *store, const char *name, rv_output *out, rv_error *err)
{
    rv_query *query = NULL;
    json_t *body = NULL;
    bool more = false;
    int64_t id;
    rv_status st = find_event(store, name, &id, err);

    if (st == RV_OK && (st = rv_query_start(&query, store, &log_event, err, "i", id)) == RV_OK
        && (st = rv_query_next(query, &more, err)) == RV_OK) {
        size_t n;
        const char *bytes = more ? rv_query_blob(query, 0, &n) : NULL;
        if (!bytes)
            st = rv_fail(err, RV_ENOTFOUND, "there is no event %lld", (long long)id);
        else
            st = rv_json_parse("event", bytes, n, &body, err);
    }
    rv_query_end(query);
    if (st == RV_OK)
        st = write_event(store, id, body, out, err);
    json_decref(body);
    return st;
}

/* What verification found, also when something is wrong: as a sentence, or as one row of data. */
static rv_status say_found(const rv_verification *found, rv_output *out, rv_error *err)
{
    static const char *const columns[] = { "sound", "events", "facts", "records", "blocks", "wrong", "first", "head" };
    rv_table *table;
    rv_status st;

    if (format == RV_FORMAT_TEXT) {
        if (!found->wrong)
            rv_output_printf(out, "sound: %lld events, %lld facts, %lld records, %lld blocks\nhead %s\n", (long long)found->events,
                             (long long)found->facts, (long long)found->records, (long long)found->blocks,
                             found->head[0] ? found->head : "none");
        return RV_OK;
    }
    if ((st = rv_table_open(&table, out, (rv_format)format, columns, 8, err)) != RV_OK)
        return st;
    rv_table_text(table, found->wrong ? "no" : "yes");
    rv_table_int(table, found->events);
    rv_table_int(table, found->facts);
    rv_table_int(table, found->records);
    rv_table_int(table, found->blocks);
    rv_table_int(table, found->wrong);
    rv_table_text(table, found->wrong ? found->first : NULL);
    rv_table_text(table, found->head);
    rv_table_row(table);
    return rv_table_close(table, err);
}

static rv_status verify(rv_store *store, rv_output *out, rv_error *err)
{
    rv_verification found;
    rv_error why = { 0 };
    rv_derivation derivations[RV_REVIEW_DERIVATIONS];
    const size_t n = rv_review_derivations(derivations);
    rv_status st = rv_store_verify(store, derivations, n, expect, &found, &why), said;

    if (st != RV_OK && st != RV_ETAMPER)
        return rv_fail(err, st == RV_EINVAL ? RV_EUSAGE : st, "%s", why.message);
    if ((said = say_found(&found, out, err)) != RV_OK || st == RV_OK)
        return said;
    if (found.wrong > 1)
        return rv_fail(err, st, "%s: %s (and %lld more)", rv_store_path(store), why.message, (long long)found.wrong - 1);
    return rv_fail(err, st, "%s: %s", rv_store_path(store), why.message);
}

static void say_archived(const char *to, const rv_blind *blind)
{
    size_t events, hidden = rv_blind_count(blind, &events);

    if (check)
        rv_tool_say(hidden ? "%s equals the review, but for what is still blind" : "%s equals the review", to);
    else if (hidden)
        rv_tool_say("%s holds everything but what is still blind (%zu facts of %zu events); read back, it equals the review", to, hidden,
                    events);
    else
        rv_tool_say("%s holds everything; read back, it equals the review", to);
}

/* What is blind and what is written are of one moment: a vote that comes in between is in neither. */
static rv_status archive(rv_store *store, const char *to, rv_error *err)
{
    rv_blind *blind = NULL;
    rv_status st = rv_store_read_begin(store, err);

    if (st != RV_OK)
        return st;
    if ((st = load_blind(store, NULL, &blind, err)) == RV_OK)
        st = check ? rv_archive_compare(store, blind, to, err) : rv_archive_write(store, blind, to, err);
    rv_store_read_end(store);
    if (st == RV_OK)
        say_archived(to, blind);
    rv_blind_free(blind);
    return st;
}

static rv_status keep(rv_store *store, const char *verb, const char *to, rv_error *err)
{
    rv_derivation derivations[RV_REVIEW_DERIVATIONS];
    const size_t n = rv_review_derivations(derivations);
    rv_status st;

    if (strcmp(verb, "archive") == 0)
        return archive(store, to, err);
    if (strcmp(verb, "backup") == 0) {
        if ((st = rv_store_backup(store, to, derivations, n, err)) == RV_OK)
            rv_tool_say("%s is a sound copy", to);
    } else if ((st = rv_store_rebuild(store, derivations, n, err)) == RV_OK) {
        rv_tool_say("the derived tables were made anew");
    }
    return st;
}

static rv_status print(rv_store *store, const char *verb, const char *event, rv_error *err)
{
    rv_output *out;
    rv_status st = rv_output_open(&out, output, err), closed;

    if (st != RV_OK)
        return st;
    if (strcmp(verb, "verify") == 0)
        st = verify(store, out, err);
    else
        st = event ? show_event(store, event, out, err) : list_events(store, out, err);
    closed = rv_output_close(out, st == RV_OK ? err : NULL);
    return st == RV_OK ? closed : st;
}

static rv_status restore(const char *path, const char *backup, rv_error *err)
{
    rv_derivation derivations[RV_REVIEW_DERIVATIONS];
    const size_t n = rv_review_derivations(derivations);
    rv_status st = rv_store_restore(backup, path, derivations, n, err);

    if (st == RV_OK)
        rv_tool_say("%s was restored from %s", path, backup);
    return st;
}

static rv_status act(char **operands, rv_error *err)
{
    const char *path = operands[0], *verb = path && operands[1] ? operands[1] : "show", *what = NULL;
    bool printing = strcmp(verb, "show") == 0 || strcmp(verb, "verify") == 0, needs;
    rv_store *store = NULL;
    size_t known = 0;
    rv_status st;

    while (verbs[known].name && strcmp(verbs[known].name, verb) != 0)
        known++;
    if (!path)
        return rv_fail(err, RV_EUSAGE, "name the review file first: review-log FILE verify");
    if (!verbs[known].name)
        return rv_fail(err, RV_EUSAGE, "there is no verb '%s'; see review-log --help", verb);
    if (operands[1])
        what = operands[2];
    needs = !printing && strcmp(verb, "rebuild") != 0;
    if (needs && !what)
        return rv_fail(err, RV_EUSAGE, "%s needs a name: review-log FILE %s NAME", verb, verb);
    if (what && (operands[3] || (!needs && strcmp(verb, "show") != 0)))
        return rv_fail(err, RV_EUSAGE, "%s is given too much: '%s'", verb, operands[3] ? operands[3] : what);
    if (strcmp(verb, "restore") == 0)
        return restore(path, what, err);
    if ((st = rv_store_open(&store, path, err)) != RV_OK)
        return st;
    if (strcmp(verb, "merge") == 0)
        st = rv_tool_merge(store, what, &(rv_log_merge){ person, output, format, porcelain, dry }, err);
    else
        st = printing ? print(store, verb, what, err) : keep(store, verb, what, err);
    rv_store_close(store);
    return st;
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    int verb = 0;
    char **operands = rv_tool_start(&command, argc, argv, &verb);
    rv_status st = verb ? rv_fail(&err, RV_EUSAGE, "name the review file first: review-log FILE %s", verbs[verb].name)
                        : act(operands, &err);

    free(operands);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
