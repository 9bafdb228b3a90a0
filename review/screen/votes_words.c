/* What other tools call stages, people and reasons, in the words of the protocol. A text that has none is a fault told once, with how
   often it stands, not once a row. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "screen/incoming.h"

/* A text without a place in the protocol. */
typedef struct {
    const char *text;
    int         stage;
    size_t      n, line;
} stranger;

typedef struct {
    const rv_protocol *protocol;
    const rv_screen_import_options *options;
    rv_incoming *in;
    rv_faults   *faults;
    stranger    *strangers;
    size_t       n_strangers, room;
    bool         mapped;              /* a reason was found by what the person said of it */
    size_t       most;                /* pieces of a text that can be one reason */
    rv_buf       a, b, ids, said;
} wording;

static const char *fold(rv_buf *out, const char *text, size_t n)
{
    rv_buf_clear(out);
    if (rv_utf8_fold(out, text, n, NULL) != RV_OK)
        rv_buf_clear(out);
    return rv_buf_str(out);
}

static bool same(wording *w, const char *a, size_t n, const char *b, size_t length)
{
    return strcmp(fold(&w->a, a, n), fold(&w->b, b, length)) == 0 && w->a.length > 0;
}

static bool same_words(wording *w, const char *a, size_t n, const char *b)
{
    return same(w, a, n, b, strlen(b));
}

/* What "theirs=ours" says of `text`; NULL when none does. */
static const char *told(wording *w, const char *const *pairs, const char *text, size_t n)
{
    for (; pairs && *pairs; pairs++) {
        const char *equals = strrchr(*pairs, '=');
        const size_t length = equals ? (size_t)(equals - *pairs) : 0;
        if (equals && (n == 0 ? length == 0 : same(w, text, n, *pairs, length)))
            return equals + 1;
    }
    return NULL;
}

/* ---- Stages and people ------------------------------------------------------------------------------------------------------ */

static bool means(const char *text, const char *a, const char *b)
{
    return strcasestr(text, a) || (b && strcasestr(text, b));
}

/* Of a foreign word for a stage: its id, its label, or what both say of titles, abstracts or full texts. */
static int stage_of(wording *w, const char *text)
{
    const rv_protocol *p = w->protocol;
    const int exact = rv_stage_index(p, text);

    if (exact >= 0 || w->in->ours)
        return exact;
    for (size_t i = 0; i < p->n_stages; i++)
        if (same_words(w, text, strlen(text), p->stages[i].id) || same_words(w, text, strlen(text), p->stages[i].label))
            return (int)i;
    for (size_t i = 0; i < p->n_stages; i++) {
        const char *id = p->stages[i].id, *label = p->stages[i].label;
        if (means(text, "full", NULL) && (means(id, "full", NULL) || means(label, "full", NULL)))
            return (int)i;
        if (!means(text, "full", NULL) && means(text, "title", "abstract") && (means(id, "title", "abstract") || means(label, "title", "abstract")))
            return (int)i;
    }
    return -1;
}

static void add_stranger(wording *w, const char *text, size_t n, int stage, size_t line)
{
    stranger *more;

    for (size_t i = 0; i < w->n_strangers; i++)
        if (w->strangers[i].stage == stage && strlen(w->strangers[i].text) == n && memcmp(w->strangers[i].text, text, n) == 0) {
            w->strangers[i].n++;
            return;
        }
    if (w->n_strangers == w->room) {
        if (!(more = realloc(w->strangers, (w->room ? 2 * w->room : 16) * sizeof *more)))
            return;
        w->strangers = more;
        w->room = w->room ? 2 * w->room : 16;
    }
    if ((more = malloc(n + 1)) != NULL) {
        memcpy(more, text, n);
        ((char *)more)[n] = '\0';
        w->strangers[w->n_strangers++] = (stranger){ (const char *)more, stage, 1, line };
    }
}

/* ---- Reasons ---------------------------------------------------------------------------------------------------------------- */

static bool of_stage(const rv_reason *reason, const char *stage)
{
    return !*reason->stage || strcmp(reason->stage, stage) == 0;
}

static bool has_reasons(const rv_protocol *p, const char *stage)
{
    for (size_t i = 0; i < p->n_reasons; i++)
        if (of_stage(&p->reasons[i], stage))
            return true;
    return false;
}

/* Behind "EXCLUDE on", "Excluded:" and the like. */
static size_t skip_exclude(const char *text, size_t n)
{
    static const char *const words[] = { "excluded", "exclude", "based", "on", "because" };
    size_t at = 0, i, length;

    do {
        at += strspn(text + at, " -:");
        for (i = 0; i < sizeof words / sizeof *words; i++) {
            length = strlen(words[i]);
            if (at + length < n && strncasecmp(text + at, words[i], length) == 0 && strchr(" -:", text[at + length])) {
                at += length;
                break;
            }
        }
    } while (i < sizeof words / sizeof *words);
    return at < n ? at : 0;
}

/* The ids that a text means, or NULL: as told, by id, by label. */
static const char *reason_of(wording *w, const char *stage, const char *text, size_t n)
{
    const rv_protocol *p = w->protocol;
    const char *by = told(w, w->options->reasons, text, n);
    const size_t skip = skip_exclude(text, n);

    w->mapped |= by != NULL;
    for (int pass = 0; !by && pass < (skip ? 2 : 1); pass++)
        for (size_t i = 0; i < p->n_reasons && !by; i++)
            if (of_stage(&p->reasons[i], stage)
                && (same_words(w, text + (pass ? skip : 0), n - (pass ? skip : 0), p->reasons[i].id)
                    || same_words(w, text + (pass ? skip : 0), n - (pass ? skip : 0), p->reasons[i].label)))
                by = p->reasons[i].id;
    return by;
}

static void add_ids(rv_buf *ids, const char *more)
{
    rv_buf_printf(ids, "%s%s", ids->length ? " " : "", more);
}

static size_t trimmed(const char **text, size_t n)
{
    while (n && strchr(" \t\n", **text))
        ++*text, --n;
    while (n && strchr(" \t\n", (*text)[n - 1]))
        --n;
    return n;
}

enum { LONGEST = 1000,                /* no label is longer */
       BEFORE = 8 };                  /* pieces for "EXCLUDE because of" and the like */

static size_t words_in(wording *w, const char *text, size_t n)
{
    size_t words = 1;

    for (const char *at = fold(&w->a, text, n); *at; at++)
        words += *at == ' ';
    return words;
}

/* Comparing folds both texts, so a list is not compared piece by piece with what is far shorter than it: twice the words of the longest
   that has a meaning leaves room for pieces that are none, as " - ". */
static size_t most_pieces(wording *w)
{
    const rv_protocol *p = w->protocol;
    size_t most = 1, words;

    for (size_t i = 0; i < p->n_reasons; i++) {
        if ((words = words_in(w, p->reasons[i].id, strlen(p->reasons[i].id))) > most)
            most = words;
        if ((words = words_in(w, p->reasons[i].label, strlen(p->reasons[i].label))) > most)
            most = words;
    }
    for (const char *const *pair = w->options->reasons; pair && *pair; pair++)
        if ((words = words_in(w, *pair, strlen(*pair))) > most)
            most = words;
    return 2 * most + BEFORE;
}

/* Bytes of `text` that can be one reason. */
static size_t reach(const wording *w, const char *text, const char *between)
{
    const char *end = text;

    for (size_t pieces = 0; pieces < w->most && *end && end < text + LONGEST; pieces++) {
        end += strcspn(end, between);
        end += strspn(end, between);
    }
    return end < text + LONGEST ? (size_t)(end - text) : strnlen(text, LONGEST);
}

/* The longest run of pieces from `text` on that has a meaning: labels may hold commas themselves. Returns its length, 0 for none. */
static size_t longest(wording *w, const char *stage, const char *text, const char *between, const char **ids)
{
    for (size_t n = reach(w, text, between); n > 0;) {
        const char *from = text;
        const size_t length = trimmed(&from, n);

        if (length && (*ids = reason_of(w, stage, from, length)) != NULL)
            return n;
        for (n--; n > 0 && !strchr(between, text[n]); n--)
            ;
    }
    return 0;
}

/* Ids of all that is said, into w->ids; false when a piece has none, which is then told as a stranger. */
static bool reasons_in(wording *w, int stage, const char *text, const char *between, size_t line, bool tell)
{
    const char *id = w->protocol->stages[stage].id, *ids;
    bool all = true;

    rv_buf_clear(&w->ids);
    w->mapped = false;
    while (*(text += strspn(text, between))) {
        size_t n = longest(w, id, text, between, &ids);
        if (n) {
            add_ids(&w->ids, ids);
        } else {
            const char *from = text;
            n = strcspn(text, between);
            if (tell)
                add_stranger(w, from, trimmed(&from, n), stage, line);
            all = false;
        }
        text += n;
    }
    return all;
}

/* True when the ids say no less than the text did. */
static bool says_it(wording *w, const rv_incoming_vote *v)
{
    return reasons_in(w, v->at, v->reason, " ,;|\n", 0, false) && !w->mapped;
}

/* The reason as the protocol has it; in w->said what it was, when that would be lost. */
static const char *word_reason(wording *w, rv_incoming_vote *v)
{
    const char *stage = w->protocol->stages[v->at].id, *told_ids;
    const bool excludes = strcmp(v->verdict, "exclude") == 0;

    rv_buf_clear(&w->said);
    rv_buf_clear(&w->ids);
    if (!v->reason) {
        if (excludes && has_reasons(w->protocol, stage)) {
            if ((told_ids = told(w, w->options->reasons, "", 0)) != NULL)
                add_ids(&w->ids, told_ids);
            else {
                add_stranger(w, "", 0, v->at, v->line);
                v->left = true;
            }
        }
        return rv_buf_str(&w->ids);
    }
    if ((!excludes || !has_reasons(w->protocol, stage)) && !w->in->ours) {
        rv_buf_text(&w->said, v->reason);        /* no place for it but the note */
        return "";
    }
    if (!excludes || !has_reasons(w->protocol, stage))
        return v->reason;                        /* to be refused */
    if (says_it(w, v))
        return rv_buf_str(&w->ids);
    if (reasons_in(w, v->at, v->reason, ",;|\n", v->line, true))
        rv_buf_text(&w->said, v->reason);
    else
        v->left = true;                          /* told with all that say the same */
    return rv_buf_str(&w->ids);
}

/* ---- All together ---------------------------------------------------------------------------------------------------------- */

/* Labels that can be none of ours, as they are too long: "labels: a; b". */
static void say_labels(rv_buf *note, const char *labels)
{
    const char *label;
    size_t n;
    bool first = true;

    while ((n = rv_label_next(&labels, &label)) > 0) {
        if (rv_label_fits(label, n))
            continue;
        rv_buf_printf(note, "%s%.*s", !first ? "; " : note->length ? "\nlabels: " : "labels: ", (int)n, label);
        first = false;
    }
}

/* Note, reason in the other tool's words, labels that stay words: a line each. */
static const char *word_note(wording *w, const rv_incoming_vote *v)
{
    rv_buf note = RV_BUF_INIT;
    const char *text;

    if (v->note)
        rv_buf_text(&note, v->note);
    if (w->said.length)
        rv_buf_printf(&note, "%sreason given: %s", note.length ? "\n" : "", rv_buf_str(&w->said));
    if (v->labels)
        say_labels(&note, v->labels);
    text = note.length ? rv_incoming_keep(w->in, rv_buf_str(&note)) : NULL;
    rv_buf_free(&note);
    return text;
}

static void tell_strangers(wording *w)
{
    for (size_t i = 0; i < w->n_strangers; i++) {
        const stranger *s = &w->strangers[i];
        const char *stage = w->protocol->stages[s->stage].id;

        rv_buf_clear(&w->ids);
        for (size_t k = 0; k < w->protocol->n_reasons; k++)
            if (of_stage(&w->protocol->reasons[k], stage))
                rv_buf_printf(&w->ids, "%s%s", w->ids.length ? ", " : "", w->protocol->reasons[k].id);
        if (*s->text)
            rv_faults_add(w->faults, s->line, RV_EINVAL, "'%.120s' (%zu) is not a reason for exclusion at %s; there are %s; --map-reason "
                          "'%.60s=ID' says which it is", s->text, s->n, stage, rv_buf_str(&w->ids), s->text);
        else
            rv_faults_add(w->faults, s->line, RV_EINVAL, "an exclusion at %s needs its reason: %s; %zu %s none; --map-reason =ID says which",
                          stage, rv_buf_str(&w->ids), s->n, s->n == 1 ? "has" : "have");
        free((char *)(uintptr_t)s->text);
    }
    free(w->strangers);
}

static rv_status check_pairs(const wording *w, rv_error *err)
{
    for (const char *const *pair = w->options->reasons; pair && *pair; pair++) {
        const char *id = strrchr(*pair, '=');
        bool found = false;
        for (size_t i = 0; id && i < w->protocol->n_reasons; i++)
            found |= strcmp(w->protocol->reasons[i].id, id + 1) == 0;
        if (!found)
            return rv_fail(err, RV_EINVAL, "'%.100s': the protocol has no reason '%.60s'", *pair, id ? id + 1 : *pair);
    }
    for (const char *const *pair = w->options->reviewers; pair && *pair; pair++)
        if (!strchr(*pair, '=') || !strrchr(*pair, '=')[1])
            return rv_fail(err, RV_EINVAL, "'%.100s' does not say who it is: THEIR NAME=OURS", *pair);
    if (w->options->stage && rv_stage_index(w->protocol, w->options->stage) < 0)
        return rv_fail(err, RV_EINVAL, "'%.60s' is not a stage of the protocol", w->options->stage);
    if (w->options->verdict && rv_word_index(rv_verdicts, w->options->verdict) < 0)
        return rv_fail(err, RV_EINVAL, "'%.60s' is not a verdict; there are include, exclude, unsure, none, later", w->options->verdict);
    return RV_OK;
}

static const char *either(const char *text, const char *other)
{
    return text ? text : other;
}

/* With a verdict for all only the votes of that stage stay, one an entry when the file says none of it. */
static rv_status silent(wording *w, rv_error *err)
{
    rv_incoming *in = w->in;
    const int stage = w->options->stage ? rv_stage_index(w->protocol, w->options->stage) : 0;
    const size_t votes = in->n_votes;
    bool *said = calloc(in->n_entries + 1, sizeof *said);

    if (!said)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < votes; i++) {
        rv_incoming_vote *v = &in->votes[i];
        v->left = v->verdict && v->stage && stage_of(w, v->stage) != stage;
        said[v->entry] |= !v->left;
        if (!v->verdict)
            v->verdict = w->options->verdict;
    }
    for (size_t i = 0; i < votes; i++) {
        rv_incoming_vote one = in->votes[i], *v;
        if (said[one.entry])
            continue;
        said[one.entry] = true;
        if (!(v = rv_incoming_vote_add(in, err))) {
            free(said);
            return RV_ENOMEM;
        }
        *v = (rv_incoming_vote){ .entry = one.entry, .line = one.line, .verdict = w->options->verdict, .at = stage };
    }
    free(said);
    return RV_OK;
}

static void word(wording *w, rv_incoming_vote *v, const char *who)
{
    const rv_protocol *p = w->protocol;
    const char *stage = either(v->stage, either(w->options->stage, p->stages[0].id));
    const char *reviewer = told(w, w->options->reviewers, either(v->reviewer, ""), strlen(either(v->reviewer, "")));
    int at = stage_of(w, stage);

    v->verdict = either(v->verdict, "");
    v->reviewer = either(reviewer, either(v->reviewer, who));
    if (at < 0) {
        rv_faults_add(w->faults, v->line, RV_EINVAL, "'%s' is not a stage of the protocol; the first is %s", stage, p->stages[0].id);
        v->left = true;
        return;
    }
    v->at = at;
    v->stage = p->stages[at].id;
    v->resolution |= w->options->resolutions;
    if (rv_word_index(rv_verdicts, v->verdict) < 0) {
        rv_faults_add(w->faults, v->line, RV_EINVAL, "'%.60s' is not a verdict; there are include, exclude, unsure, none, later", v->verdict);
        v->left = true;
    }
}

rv_status rv_incoming_words(rv_incoming *in, const rv_protocol *protocol, const char *who, const rv_screen_import_options *options,
                            rv_faults *faults, rv_error *err)
{
    wording w = { .protocol = protocol, .options = options, .in = in, .faults = faults };
    rv_incoming more;
    rv_status st = check_pairs(&w, err);

    w.most = most_pieces(&w);
    if (st == RV_OK && options->verdict)
        st = silent(&w, err);
    rv_incoming_begin(&more, in->file);          /* texts that are made here; the others are settled */
    for (size_t i = 0; i < in->n_votes && st == RV_OK; i++)
        if (!in->votes[i].left)
            word(&w, &in->votes[i], who);
    more.ours = in->ours;
    w.in = &more;
    for (size_t i = 0; i < in->n_votes && st == RV_OK; i++) {
        rv_incoming_vote *v = &in->votes[i];
        if (v->left)
            continue;
        v->reason = rv_incoming_keep(&more, word_reason(&w, v));
        v->note = word_note(&w, v);
        if (v->left)
            v->reason = v->note = NULL;
    }
    for (size_t i = 0; i < in->n_votes; i++) {
        rv_incoming_vote *v = &in->votes[i];
        if (v->left)
            continue;
        v->reason = v->reason ? more.texts.data + (uintptr_t)v->reason : NULL;
        v->note = v->note ? more.texts.data + (uintptr_t)v->note : NULL;
    }
    tell_strangers(&w);
    if (st == RV_OK)
        st = rv_buf_check(&more.texts, err);
    rv_buf_free(&in->made);
    in->made = more.texts;
    rv_buf_free(&w.a);
    rv_buf_free(&w.b);
    rv_buf_free(&w.ids);
    rv_buf_free(&w.said);
    return st;
}
