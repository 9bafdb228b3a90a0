/* Decisions of a file become votes: read, matched to records, put in the protocol's words, compared with what stands, and written as one
   act for each stage and role, or not at all. */
#include <config.h>

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "screen/incoming.h"

typedef struct {
    rv_store          *store;
    const rv_protocol *protocol;
    const char        *who;
    const rv_screen_import_options *options;
    rv_screen_import_summary *sum;
    rv_incoming        in;
    rv_faults          faults;
    rv_known          *known;
} work;

/* ---- The file ------------------------------------------------------------------------------------------------------------------ */

static rv_status slurp(const char *path, rv_buf *bytes, rv_error *err)
{
    char piece[1 << 16];
    rv_input *in = NULL;
    size_t got = 1;
    rv_status st = rv_input_open(&in, path, err);

    while (st == RV_OK && got && (st = rv_input_read(in, piece, sizeof piece, &got, err)) == RV_OK)
        rv_buf_add(bytes, piece, got);
    rv_input_close(in);
    return st == RV_OK ? rv_buf_check(bytes, err) : st;
}

static rv_status read_file(work *w, const rv_buf *bytes, rv_error *err)
{
    const char *format = w->options->format;
    const char *text = rv_buf_str(bytes);
    rv_status st;

    if (format ? strcmp(format, "decisions") == 0 : rv_incoming_is_table(w->in.file, text, bytes->length))
        st = rv_incoming_table(&w->in, text, bytes->length, &w->faults, err);
    else
        st = rv_incoming_refs(&w->in, text, bytes->length, format, w->options->verdict != NULL, err);
    return st == RV_OK ? rv_incoming_settle(&w->in, err) : st;
}

/* ---- Doubts -------------------------------------------------------------------------------------------------------------------- */

static void set(json_t *object, const char *name, const char *text)
{
    if (text && *text)
        json_object_set_new(object, name, json_string(text));
}

/* The decisions of an entry as its list of doubts carries them; `first` is its first vote. */
static rv_status decisions_text(const rv_incoming *in, size_t first, rv_buf *out, rv_error *err)
{
    json_t *list = json_array();
    rv_status st;

    for (size_t i = first; i < in->n_votes; i++) {
        const rv_incoming_vote *v = &in->votes[i];
        json_t *one;
        if (v->entry != in->votes[first].entry || v->left)
            continue;
        one = json_object();
        set(one, "stage", v->stage);
        set(one, "reviewer", v->reviewer);
        set(one, "verdict", v->verdict);
        set(one, "reason", v->reason);
        set(one, "note", v->note);
        set(one, "labels", v->labels);
        set(one, "role", v->resolution ? "resolution" : NULL);
        json_array_append_new(list, one);
    }
    rv_buf_clear(out);
    st = rv_json_compact(out, list, err);
    json_decref(list);
    return st;
}

static rv_status tell_doubt(work *w, size_t first, rv_buf *decisions, rv_error *err)
{
    const rv_incoming_entry *entry = &w->in.entries[w->in.votes[first].entry];
    rv_screen_doubt doubt = { .file = w->in.file, .line = (size_t)entry->fields.line, .entry = &entry->fields, .candidates = entry->n_doubts,
                              .probability = NAN };
    rv_buf key = RV_BUF_INIT;
    rv_bulk_record fields;
    rv_status st = decisions_text(&w->in, first, decisions, err);

    doubt.decisions = rv_buf_str(decisions);
    if (st == RV_OK && !entry->n_doubts)
        st = w->options->doubt(w->options->user, &doubt, err);
    for (size_t i = entry->first_doubt; i < entry->first_doubt + entry->n_doubts && st == RV_OK; i++) {
        const rv_incoming_doubt *d = &w->in.doubts[i];
        rv_buf_clear(&key);
        if ((st = rv_record_key(w->store, d->record, &key, err)) != RV_OK)
            break;
        rv_known_show(w->known, d->record, &fields);
        doubt.record = d->record;
        doubt.report = d->report;
        doubt.key = rv_buf_str(&key);
        doubt.fields = &fields;
        doubt.probability = d->probability;
        doubt.why = d->why;
        st = w->options->doubt(w->options->user, &doubt, err);
    }
    rv_buf_free(&key);
    return st;
}

/* Leaves the votes of entries that no record could be told for, and tells these. */
static rv_status leave_doubts(work *w, rv_error *err)
{
    rv_buf decisions = RV_BUF_INIT;
    bool *told = calloc(w->in.n_entries + 1, sizeof *told);
    rv_status st = told ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; i < w->in.n_votes && st == RV_OK; i++) {
        rv_incoming_vote *v = &w->in.votes[i];
        const rv_incoming_entry *entry = &w->in.entries[v->entry];

        v->record = entry->record;
        if (entry->record || v->left)
            continue;
        if (!told[v->entry]) {
            told[v->entry] = true;
            if (entry->n_doubts)
                w->sum->unsure++;
            else
                w->sum->unknown++;
            if (w->options->doubt)
                st = tell_doubt(w, i, &decisions, err);
        }
        v->left = true;
    }
    rv_buf_free(&decisions);
    free(told);
    return st;
}

/* ---- What stands ---------------------------------------------------------------------------------------------------------------- */

/* A vote with what it is on, for finding those that say something of the same. */
typedef struct {
    const rv_incoming *in;
    size_t  vote;
    int64_t report;
} placed;

static int by_place(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    const rv_incoming_vote *v = &x->in->votes[x->vote], *u = &y->in->votes[y->vote];
    int order;

    if (x->report != y->report)
        return x->report < y->report ? -1 : 1;
    if (v->at != u->at)
        return v->at < u->at ? -1 : 1;
    if (v->resolution != u->resolution)
        return v->resolution ? 1 : -1;
    order = strcmp(v->reviewer, u->reviewer);
    return order ? order : x->vote < y->vote ? -1 : x->vote > y->vote;
}

static bool same_place(const placed *x, const placed *y)
{
    const rv_incoming_vote *v = &x->in->votes[x->vote], *u = &y->in->votes[y->vote];

    return x->report == y->report && v->at == u->at && v->resolution == u->resolution && strcmp(v->reviewer, u->reviewer) == 0;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* What one file says twice is one decision, or a fault. */
static rv_status join_twice(work *w, const rv_board *board, rv_error *err)
{
    placed *all = malloc((w->in.n_votes + 1) * sizeof *all);
    size_t n = 0, first = 0;

    if (!all)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < w->in.n_votes; i++) {
        const rv_board_report *report = w->in.votes[i].left ? NULL : rv_board_find((rv_board *)(uintptr_t)board, w->in.votes[i].record);
        if (report)
            all[n++] = (placed){ &w->in, i, report->id };
    }
    if (n)
        qsort(all, n, sizeof *all, by_place);
    for (size_t i = 1; i < n; i++) {
        rv_incoming_vote *v = &w->in.votes[all[i].vote], *u;
        if (!same_place(&all[first], &all[i])) {
            first = i;
            continue;
        }
        u = &w->in.votes[all[first].vote];
        if (!same_text(v->verdict, u->verdict) || !same_text(v->reason, u->reason))
            rv_faults_add(&w->faults, v->line, RV_EINVAL, "%s decides twice on report %lld at %s: %s here, %s on line %zu", v->reviewer,
                          (long long)all[i].report, v->stage, v->verdict, u->verdict, u->line);
        v->left = true;
        w->sum->there++;
    }
    free(all);
    return RV_OK;
}

/* The vote or resolution that stands in the place of an incoming one. */
static const rv_vote *standing(const rv_board *board, const rv_board_report *report, const rv_incoming_vote *v)
{
    if (!v->resolution)
        return rv_vote_of(board, report, v->at, v->reviewer);
    for (size_t i = report->first; i; i = board->votes[i].next) {
        const rv_vote *old = &board->votes[i];
        if (old->resolution && old->stage == v->at && rv_vote_stands(old))
            return old;
    }
    return NULL;
}

/* What the person who imports may know of another's vote; as rv_screen_decisions() tells it. */
static bool open_to(const work *w, const rv_board *board, const rv_board_report *report, const rv_incoming_vote *v)
{
    const rv_screen_outcome o = rv_outcome_at(board, report, v->at).outcome;

    return v->resolution || !board->protocol->stages[v->at].blind || o == RV_SCREEN_INCLUDED || o == RV_SCREEN_EXCLUDED
           || strcmp(v->reviewer, w->who) == 0;
}

static bool same_decision(const work *w, const rv_board *board, const rv_vote *old, const rv_incoming_vote *v)
{
    rv_buf reasons = RV_BUF_INIT;
    const int verdict = rv_word_index(rv_verdicts, v->verdict);
    const bool same = (int)old->verdict == verdict
                      && rv_reasons_take(w->protocol, v->stage, (rv_verdict)verdict, v->reason, &reasons, NULL) == RV_OK
                      && same_text(rv_buf_str(&reasons), rv_board_text(board, old->reason))
                      && (!v->resolution || same_text(v->reviewer, rv_board_text(board, old->reviewer)));

    rv_buf_free(&reasons);
    return same;
}

/* Passes over what stands already; what stands otherwise is a change of mind, or a fault. */
static void compare_standing(work *w, rv_board *board, int stage, bool resolution)
{
    for (size_t i = 0; i < w->in.n_votes; i++) {
        rv_incoming_vote *v = &w->in.votes[i];
        const rv_board_report *report = v->left || v->at != stage || v->resolution != resolution ? NULL : rv_board_find(board, v->record);
        const rv_vote *old = report ? standing(board, report, v) : NULL;

        if (!old || strcmp(v->verdict, "none") == 0)
            continue;
        if (!open_to(w, board, report, v) || same_decision(w, board, old, v)) {
            v->left = true;
            w->sum->there++;
        } else if (!w->options->change) {
            rv_faults_add(&w->faults, v->line, RV_EEXIST, "%s has decided %s on report %lld at %s, not %s; --change says that it is a change "
                          "of mind", rv_board_text(board, old->reviewer), rv_verdicts[old->verdict], (long long)report->id, v->stage,
                          v->verdict);
            v->left = true;
        }
    }
}

/* ---- Acts ---------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    work        *w;
    rv_decision *items;
    const char **labels;              /* of each, NULL for none */
    size_t      *lines, n;
} act;

static rv_status add_labels(void *user, rv_event *event, rv_error *err)
{
    const act *a = user;
    rv_status st = RV_OK;

    for (size_t i = 0; i < a->n && st == RV_OK; i++)
        if (a->labels[i])
            st = rv_labels_add(event, a->items[i].record, a->items[i].stage, a->items[i].reviewer, a->labels[i], err);
    return st;
}

static void tell_fault(void *user, size_t i, const rv_error *fault)
{
    act *a = user;

    rv_faults_add(&a->w->faults, a->lines[i], fault->code, "%s", fault->message);
}

static void gather(act *a, int stage, bool resolution)
{
    a->n = 0;
    for (size_t i = 0; i < a->w->in.n_votes; i++) {
        const rv_incoming_vote *v = &a->w->in.votes[i];
        if (v->left || v->at != stage || v->resolution != resolution)
            continue;
        a->items[a->n] = (rv_decision){ .record = v->record, .stage = v->stage, .reviewer = v->reviewer, .verdict = v->verdict,
                                        .reason = v->reason, .note = v->note };
        a->labels[a->n] = v->labels;
        a->lines[a->n++] = v->line;
    }
}

/* One stage and role: compared with what stands now, then checked and, unless this is a trial or there are faults, written. */
static rv_status do_act(act *a, int stage, bool resolution, rv_error *err)
{
    work *w = a->w;
    rv_board board;
    rv_status st;

    gather(a, stage, resolution);
    if (!a->n)
        return RV_OK;
    if ((st = rv_board_load(&board, w->store, w->protocol, 0, err)) != RV_OK)
        return st;
    if ((st = rv_decisions_allowed(&board.team, w->who, &(rv_decisions){ .items = a->items, .n = a->n, .resolution = resolution }, err))
        != RV_OK) {                              /* before a word of what stands */
        rv_board_free(&board);
        return st;
    }
    compare_standing(w, &board, stage, resolution);
    gather(a, stage, resolution);
    if (a->n && (w->faults.n || w->options->dry))
        rv_decisions_check(&board, &(rv_decisions){ .items = a->items, .n = a->n, .resolution = resolution }, tell_fault, a);
    rv_board_free(&board);
    if (w->faults.n || !a->n)
        return RV_OK;
    w->sum->taken += a->n;
    if (w->options->dry)
        return RV_OK;
    st = rv_decisions_act(w->store, w->protocol, w->who, &(rv_decisions){ .items = a->items, .n = a->n, .resolution = resolution,
                                                                          .facts = add_labels, .facts_user = a },
                          tell_fault, a, w->sum->event, err);
    if (st != RV_OK) {
        w->sum->taken -= a->n;
        return st;
    }
    w->sum->acts++;
    return RV_OK;
}

/* Stage after stage: what is decided at one opens the next. A trial ends with the first that has something, as what follows rests on
   votes that are not there. */
static rv_status do_acts(work *w, rv_error *err)
{
    const size_t room = w->in.n_votes + 1;
    act a = { w, malloc(room * sizeof *a.items), malloc(room * sizeof *a.labels), malloc(room * sizeof *a.lines), 0 };
    rv_status st = a.items && a.labels && a.lines ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (int i = 0; i < 2 * (int)w->protocol->n_stages && st == RV_OK && !w->faults.n && !(w->options->dry && w->sum->taken); i++)
        st = do_act(&a, i / 2, i % 2 != 0, err);
    free(a.items);
    free(a.labels);
    free(a.lines);
    return st;
}

static int by_origin(const void *a, const void *b)
{
    const rv_incoming_entry *const *p = a, *const *q = b, *x = *p, *y = *q;
    const int order = strcmp(x->of ? x->of : "", y->of ? y->of : "");

    if (order || x->fields.offset != y->fields.offset)
        return order ? order : x->fields.offset < y->fields.offset ? -1 : 1;
    return x->fields.line < y->fields.line ? -1 : x->fields.line > y->fields.line;
}

/* One entry in doubt is one record: two answers of yes are a fault. */
static rv_status check_answers(work *w, rv_error *err)
{
    const rv_incoming_entry **said = malloc((w->in.n_entries + 1) * sizeof *said);
    size_t n = 0;

    if (!said)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < w->in.n_entries; i++)
        if (w->in.entries[i].answer == RV_ANSWER_YES)
            said[n++] = &w->in.entries[i];
    if (n)
        qsort(said, n, sizeof *said, by_origin);
    for (size_t i = 1; i < n; i++)
        if (said[i]->fields.offset && said[i]->fields.offset == said[i - 1]->fields.offset && same_text(said[i]->of, said[i - 1]->of)
            && said[i]->record != said[i - 1]->record)
            rv_faults_add(&w->faults, (size_t)said[i]->fields.line, RV_EINVAL, "the entry was answered yes on line %zu already",
                          (size_t)said[i - 1]->fields.line);
    free(said);
    return RV_OK;
}

/* Faults that can be told before anything is written; what is in doubt by then is left. */
static rv_status check_all(work *w, rv_error *err)
{
    rv_board board;
    rv_status st;

    if ((st = rv_incoming_words(&w->in, w->protocol, w->who, w->options, &w->faults, err)) != RV_OK
        || (st = rv_known_load(&w->known, w->store, err)) != RV_OK
        || (st = rv_incoming_identify(&w->in, w->store, w->known, &w->faults, err)) != RV_OK
        || (st = check_answers(w, err)) != RV_OK || (st = w->faults.n ? RV_OK : rv_incoming_alike(&w->in, w->store, w->known, w->protocol, err)) != RV_OK)
        return st;
    w->sum->entries = w->in.n_entries;
    w->sum->decisions = w->in.n_votes;
    if (!w->faults.n && (st = leave_doubts(w, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < w->in.n_votes; i++) {
        w->in.votes[i].record = w->in.entries[w->in.votes[i].entry].record;
        w->in.votes[i].left |= !w->in.votes[i].record;
    }
    if ((st = rv_board_load(&board, w->store, w->protocol, 0, err)) == RV_OK) {
        st = join_twice(w, &board, err);
        rv_board_free(&board);
    }
    return st;
}

/* Tells the faults. What stood in the way of all else comes first. */
static rv_status end(work *w, rv_status st, rv_error *err)
{
    const bool told = w->faults.n > 0;
    rv_error first = { .code = RV_OK };
    const rv_status faults = rv_faults_end(&w->faults, &first);

    if (!told || st == RV_ENOMEM || st == RV_ESTORE || (st != RV_OK && st != RV_EPARSE && st != RV_EINVAL && st != RV_ENOTFOUND))
        return st;
    return w->sum->acts ? rv_fail(err, faults, "%.420s; what it decides at the stages before that is taken", first.message)
                        : rv_fail(err, faults, "%s", first.message);
}

rv_status rv_screen_import_file(rv_store *store, const rv_protocol *protocol, const char *who, const char *path,
                                const rv_screen_import_options *options, rv_screen_import_summary *summary, rv_error *err)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    work w = { .store = store, .protocol = protocol, .who = who, .options = options, .sum = summary,
               .faults = { .file = name, .tell = options->fault, .user = options->user } };
    rv_buf bytes = RV_BUF_INIT;
    rv_status st;

    *summary = (rv_screen_import_summary){ .entries = 0 };
    rv_incoming_begin(&w.in, name);
    if (!protocol->n_stages)
        st = rv_fail(err, RV_EINVAL, "the protocol has no stages");
    else if ((st = slurp(path, &bytes, err)) == RV_OK && (st = read_file(&w, &bytes, err)) == RV_OK && (st = check_all(&w, err)) == RV_OK)
        st = do_acts(&w, err);
    st = end(&w, st, err);
    rv_known_free(w.known);
    rv_incoming_free(&w.in);
    rv_buf_free(&bytes);
    return st;
}

rv_status rv_screen_import(rv_store *store, const rv_protocol *protocol, const char *who, const char *path, bool resolutions,
                           void (*fault)(void *user, const rv_problem *fault), void *user, size_t *n, char hex[RV_DIGEST_HEX],
                           rv_error *err)
{
    const rv_screen_import_options options = { .format = "decisions", .resolutions = resolutions, .fault = fault, .user = user };
    rv_screen_import_summary summary;
    const rv_status st = rv_screen_import_file(store, protocol, who, path, &options, &summary, err);

    *n = st == RV_OK ? summary.taken : 0;
    if (st == RV_OK)
        memcpy(hex, summary.event, RV_DIGEST_HEX);
    return st;
}
