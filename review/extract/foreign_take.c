/* From what another tool's file says to the fields of the form. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "extract/foreign_taking.h"

/* ---- Studies and their records ---------------------------------------------------------------------------------------------------------- */

/* Titles of the studies that neither DOI nor PubMed number found, folded. */
typedef struct {
    rv_taking *t;
    struct { char *title; size_t study; int64_t record; bool several; } *items;
    size_t n;
} titles;

static int by_title(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static rv_status take_report(void *user, const rv_stored_record *report, rv_error *err)
{
    titles *all = user;
    rv_buf folded = RV_BUF_INIT;
    const char *title = report->fields.title;
    size_t lo = 0, hi = all->n;

    (void)err;
    if (!title || rv_utf8_fold(&folded, title, strlen(title), NULL) != RV_OK || !folded.length) {
        rv_buf_free(&folded);
        return RV_OK;
    }
    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (strcmp(all->items[mid].title, rv_buf_str(&folded)) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < all->n && strcmp(all->items[lo].title, rv_buf_str(&folded)) == 0; lo++) {
        all->items[lo].several |= all->items[lo].record != 0;
        all->items[lo].record = report->id;
    }
    rv_buf_free(&folded);
    return RV_OK;
}

static rv_status find_by_titles(rv_taking *t, rv_error *err)
{
    titles all = { .t = t, .items = calloc(t->f->n_studies + 1, sizeof *all.items) };
    rv_status st = all.items ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
    char key[32];

    for (size_t i = 0; st == RV_OK && i < t->f->n_studies; i++) {
        rv_buf folded = RV_BUF_INIT;
        if (!*t->records[i] && *t->f->studies[i].title
            && rv_utf8_fold(&folded, t->f->studies[i].title, strlen(t->f->studies[i].title), NULL) == RV_OK && folded.length) {
            if (!(all.items[all.n].title = strdup(rv_buf_str(&folded))))
                st = rv_fail(err, RV_ENOMEM, "out of memory");
            else
                all.items[all.n++].study = i;
        }
        rv_buf_free(&folded);
    }
    if (st == RV_OK && all.n) {
        qsort(all.items, all.n, sizeof *all.items, by_title);
        st = rv_reports_each(t->store, 0, INT64_MAX, take_report, &all, err);
    }
    for (size_t i = 0; i < all.n; i++) {
        if (st == RV_OK && all.items[i].record && !all.items[i].several) {
            snprintf(key, sizeof key, "%lld", (long long)all.items[i].record);
            t->records[all.items[i].study] = rv_taking_keep(t, key);
        }
        free(all.items[i].title);
    }
    free(all.items);
    return st;
}

static bool finds(rv_taking *t, const char *prefix, const char *id, size_t study)
{
    char key[300];
    int64_t record;

    if (!*id || strlen(id) > 250)
        return false;
    snprintf(key, sizeof key, "%s:%s", prefix, id);
    if (rv_record_find(t->store, key, &record, NULL) != RV_OK)
        return false;
    t->records[study] = rv_taking_keep(t, key);
    return true;
}

typedef struct { const char *label; size_t study; } named;

static int by_label(const void *a, const void *b)
{
    const named *x = a, *y = b;
    const int c = strcmp(x->label, y->label);

    return c ? c : x->study < y->study ? -1 : x->study > y->study;
}

/* Two studies of one name are told apart by what the file calls them. */
static rv_status find_labels(rv_taking *t, rv_error *err)
{
    named *all = calloc(t->f->n_studies + 1, sizeof *all);
    char label[600];

    if (!all)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < t->f->n_studies; i++)
        all[i] = (named){ t->f->studies[i].label, i };
    qsort(all, t->f->n_studies, sizeof *all, by_label);
    for (size_t i = 0; i < t->f->n_studies; i++) {
        const rv_foreign_study *s = &t->f->studies[all[i].study];
        if (i == 0 || strcmp(all[i - 1].label, s->label) != 0) {
            t->labels[all[i].study] = rv_taking_keep_name(t, s->label);
            continue;
        }
        snprintf(label, sizeof label, "%.300s (%.250s)", s->label, s->id);
        t->labels[all[i].study] = rv_taking_keep(t, label);
        rv_taking_tell(t, s->line, s->label, "several studies of the file have this name; what the file calls them is added");
    }
    free(all);
    return RV_OK;
}

static rv_status take_studies(rv_taking *t, rv_error *err)
{
    rv_status st;
    size_t without = 0;
    char message[100];

    for (size_t i = 0; i < t->f->n_studies; i++) {
        t->records[i] = "";
        if (!finds(t, "doi", t->f->studies[i].doi, i))
            finds(t, "pmid", t->f->studies[i].pmid, i);
    }
    if ((st = find_by_titles(t, err)) != RV_OK || (st = find_labels(t, err)) != RV_OK)
        return st;
    for (size_t i = 0; st == RV_OK && i < t->f->n_studies; i++) {
        without += !*t->records[i];
        st = rv_batch_add_study(t->batch, &(rv_batch_study){ .study = t->labels[i], .record_key = t->records[i],
                                                             .role = "primary", .line = t->f->studies[i].line }, err);
    }
    if (without) {
        snprintf(message, sizeof message, "%zu of %zu studies found no record by DOI, PubMed number or title", without, t->f->n_studies);
        rv_taking_tell(t, t->f->n_studies ? t->f->studies[0].line : 0, "", message);
    }
    return st;
}

/* ---- Results ---------------------------------------------------------------------------------------------------------------------------- */

/* The domain one of whose words the outcome holds, by the order of the protocol; else the one domain there is, or --domain. */
static const char *domain_of(const rv_taking *t, const char *outcome)
{
    const rv_protocol *p = t->batch->protocol;
    const char *to = rv_taking_mapped(t, outcome), *found = NULL;
    rv_buf text = RV_BUF_INIT, word = RV_BUF_INIT;

    if (to && *to)
        return to;
    rv_buf_char(&text, ' ');
    if (rv_utf8_fold(&text, outcome, strlen(outcome), NULL) != RV_OK)
        rv_buf_clear(&text);
    rv_buf_char(&text, ' ');
    for (size_t d = 0; d < p->n_domains && !found; d++)
        for (size_t k = 0; k < p->domains[d].n_kinds && !found; k++)
            for (size_t i = 0; i < p->domains[d].kinds[k].n_words && !found; i++) {
                const char *w = p->domains[d].kinds[k].words[i];
                rv_buf_clear(&word);
                rv_buf_char(&word, ' ');
                if (rv_utf8_fold(&word, w, strlen(w), NULL) == RV_OK && word.length > 1) {
                    rv_buf_char(&word, ' ');
                    if (strstr(rv_buf_str(&text), rv_buf_str(&word)))
                        found = p->domains[d].id;
                }
            }
    rv_buf_free(&text);
    rv_buf_free(&word);
    return found ? found : t->options->domain ? t->options->domain : p->n_domains == 1 ? p->domains[0].id : NULL;
}

static rv_status take_results(rv_taking *t, rv_error *err)
{
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < t->f->n_results; i++) {
        const rv_foreign_result *r = &t->f->results[i];
        const char *to = rv_taking_mapped(t, r->outcome), *domain = domain_of(t, r->outcome);
        char message[300];
        if (to && !*to)
            continue;
        if (!domain) {
            snprintf(message, sizeof message, "no outcome domain of the protocol has a word of '%.100s'; say which it is by --map '%.60s=DOMAIN',"
                     " or by --domain for all such", r->outcome, r->outcome);
            rv_batch_fault(t->batch, r->line, "domain", message);
            continue;
        }
        t->taken[i] = true;
        st = rv_batch_add_result(t->batch, &(rv_batch_result){
            .result = rv_taking_keep_name(t, r->key), .study = t->labels[r->study], .record_key = t->records[r->study],
            .contrast = *r->contrast ? rv_taking_keep(t, r->contrast) : "programme v control", .domain = rv_taking_keep(t, domain), .outcome = rv_taking_keep(t, r->outcome),
            .months = rv_taking_keep(t, r->months), .line = r->line }, err);
    }
    return st;
}

/* ---- Judgements ------------------------------------------------------------------------------------------------------------------------- */

/* A judgement of the domain that begins with the word, or has it as its own. */
static const char *judgement_of(const rv_appraisal_domain *domain, const char *word)
{
    for (size_t i = 0; i < domain->n_judgements; i++)
        if (rv_foreign_alike(domain->judgements[i], word))
            return domain->judgements[i];
    for (size_t i = 0; i < domain->n_judgements; i++)
        if (strncmp(domain->judgements[i], word, strlen(word)) == 0)
            return domain->judgements[i];
    return NULL;
}

static rv_status take_judgements(rv_taking *t, rv_error *err)
{
    const rv_protocol *p = t->batch->protocol;
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < t->f->n_judgements; i++) {
        const rv_foreign_judgement *j = &t->f->judgements[i];
        const rv_appraisal_tool *tool = NULL;
        const rv_appraisal_domain *domain = NULL;
        const char *to = rv_taking_mapped(t, j->domain), *word;
        for (size_t k = 0; k < p->n_appraisals && !domain; k++)
            for (size_t d = 0; d < p->appraisals[k].n_domains && !domain; d++) {
                const rv_appraisal_domain *one = &p->appraisals[k].domains[d];
                if (strcmp(p->appraisals[k].unit, "study") == 0
                    && (to ? strcmp(one->id, to) == 0 : rv_foreign_alike(one->id, j->domain) || rv_foreign_alike(one->label, j->domain))) {
                    tool = &p->appraisals[k];
                    domain = one;
                }
            }
        if (to && !*to)
            continue;
        if (!domain)
            rv_taking_tell(t, j->line, j->domain, "no appraisal tool of the protocol that judges studies has such a domain; its judgements are not taken");
        else if (!(word = judgement_of(domain, j->judgement)))
            rv_taking_tell(t, j->line, j->domain, "the domain has no judgement like those of the file; they are not taken");
        else
            st = rv_batch_add_judgement(t->batch, &(rv_batch_judgement){
                .study = t->labels[j->study], .result = "", .tool = tool->id, .domain = domain->id, .judgement = word,
                .support = rv_taking_keep(t, j->support), .line = j->line }, err);
    }
    return st;
}

rv_status rv_foreign_take(const rv_foreign *f, rv_batch *batch, rv_store *store, const rv_extract_options *options, rv_error *err)
{
    rv_taking t = { .f = f, .batch = batch, .store = store, .options = options, .told = RV_BUF_INIT,
                 .records = calloc(f->n_studies + 1, sizeof *t.records), .taken = calloc(f->n_results + 1, sizeof *t.taken),
                 .labels = calloc(f->n_studies + 1, sizeof *t.labels) };
    rv_status st = t.records && t.taken && t.labels ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    rv_roles_read(batch->protocol, &t.roles);
    if (st == RV_OK && (st = take_studies(&t, err)) == RV_OK && (st = take_results(&t, err)) == RV_OK
        && (st = rv_taking_values(&t, err)) == RV_OK)
        st = take_judgements(&t, err);
    if (st == RV_OK && batch->memory.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    rv_buf_free(&t.told);
    free(t.records);
    free(t.labels);
    free(t.taken);
    return st;
}
