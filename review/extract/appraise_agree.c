/* From two people's versions to the review's: what both say alike is taken; what differs is left to be settled. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "extract/appraise.h"

RV_STATEMENT(appraise_owners, "SELECT DISTINCT own FROM appraisal WHERE tool = ?1 AND own IS NOT NULL ORDER BY own");

enum { MOST_PEOPLE = 16 };

typedef struct {
    rv_appraisal of[MOST_PEOPLE];
    size_t       n;
} versions;

static void versions_free(versions *v)
{
    for (size_t i = 0; i < v->n; i++)
        rv_appraisal_free(&v->of[i]);
}

static bool said_anything(const rv_appraisal *a)
{
    for (size_t i = 0; i < a->n; i++)
        if (a->lines[i].answer[0])
            return true;
    return false;
}

/* The versions in which something was said of the subject. */
static rv_status read_versions(rv_store *store, const rv_protocol *protocol, const char *tool, const rv_appraisal_subject *subject,
                               versions *v, rv_error *err)
{
    char people[MOST_PEOPLE][80];
    size_t n = 0;
    rv_query *q = NULL;
    bool more = false;
    rv_status st = rv_query_start(&q, store, &appraise_owners, err, "t", tool);

    while (st == RV_OK && n < MOST_PEOPLE && (st = rv_query_next(q, &more, err)) == RV_OK && more) {
        people[n][0] = '\0';
        strncat(people[n++], rv_query_text(q, 0), sizeof people[0] - 1);
    }
    rv_query_end(q);
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        if ((st = rv_extract_appraisal(store, protocol, tool, subject, people[i], &v->of[v->n], err)) == RV_ENOTFOUND && subject->result) {
            st = RV_OK;              /* a result that this person does not have */
            continue;
        }
        if (st != RV_OK)
            break;
        if (said_anything(&v->of[v->n]))
            v->n++;
        else
            rv_appraisal_free(&v->of[v->n]);
    }
    return st;
}

static rv_status all_done(const versions *v, rv_error *err)
{
    if (v->n < 2)
        return rv_fail(err, RV_EINVAL, "%zu of two people have appraised it; both must before they agree", v->n);
    for (size_t i = 0; i < v->n; i++)
        if (v->of[i].judged < v->of[i].due)
            return rv_fail(err, RV_EINVAL, "%.80s has judged %zu of %zu domains; what both said is compared when both are done",
                           v->of[i].own, v->of[i].judged, v->of[i].due);
    return RV_OK;
}

/* "ada: ...; ben: ..." of what people gave, or the one text when all gave the same. */
static const char *joined(rv_hoard *memory, const versions *v, size_t line, size_t text)
{
    rv_buf all = RV_BUF_INIT;
    const char *first = "", *kept;
    bool same = true;

    for (size_t i = 0; i < v->n; i++) {
        const rv_appraisal_line *l = &v->of[i].lines[line];
        const char *const t = text == 0 ? l->support : text == 1 ? l->place : l->quotation;

        if (i == 0)
            first = t;
        same = same && strcmp(t, first) == 0;
        if (t[0])
            rv_buf_printf(&all, "%s%s: %s", all.length ? "; " : "", v->of[i].own, t);
    }
    kept = rv_hoard_text(memory, same ? first : rv_buf_str(&all));
    rv_buf_free(&all);
    return kept;
}

static bool said_alike(const versions *v, size_t line)
{
    for (size_t i = 1; i < v->n; i++)
        if (strcmp(v->of[i].lines[line].answer, v->of[0].lines[line].answer) != 0)
            return false;
    return true;
}

/* Line by line each says the same of the same. */
static rv_status same_lines(const versions *v, rv_error *err)
{
    for (size_t i = 1; i < v->n; i++) {
        bool same = v->of[i].n == v->of[0].n;

        for (size_t k = 0; same && k < v->of[0].n; k++)
            same = strcmp(v->of[i].lines[k].id, v->of[0].lines[k].id) == 0;
        if (!same)
            return rv_fail(err, RV_EINVAL, "%.80s and %.80s answered different editions; see review-extract appraisal-again",
                           v->of[0].own, v->of[i].own);
    }
    return RV_OK;
}

/* Everybody's version, whole, and the review's. */
static rv_status open_all(rv_store *store, const rv_protocol *protocol, const char *tool, const rv_appraisal_subject *subject,
                          versions *v, rv_appraisal *review, rv_error *err)
{
    rv_status st;

    if ((st = read_versions(store, protocol, tool, subject, v, err)) == RV_OK && (st = all_done(v, err)) == RV_OK
        && (st = same_lines(v, err)) == RV_OK)
        st = rv_extract_appraisal(store, protocol, tool, &v->of[0].subject, NULL, review, err);
    return st;
}

/* What differs is what the review's version has not settled yet. */
static rv_status gather(const versions *v, const rv_appraisal *review, rv_hoard *memory, rv_judgement_entry *entries, size_t *n,
                        size_t *differ, rv_error *err)
{
    for (size_t k = 0; k < v->of[0].n; k++) {
        const rv_appraisal_line *l = &v->of[0].lines[k];

        if (k < review->n && strcmp(review->lines[k].id, l->id) == 0 && review->lines[k].answer[0])
            continue;
        if (!said_alike(v, k)) {
            ++*differ;
            continue;
        }
        if (l->answer[0])
            entries[(*n)++] = (rv_judgement_entry){ .study = v->of[0].subject.study, .result = v->of[0].subject.result,
                                                    .body = v->of[0].subject.body, .tool = v->of[0].tool->id, .domain = l->id,
                                                    .judgement = l->answer, .support = joined(memory, v, k, 0),
                                                    .place = joined(memory, v, k, 1), .quotation = joined(memory, v, k, 2),
                                                    .agreed = true };
    }
    return memory->failed ? rv_fail(err, RV_ENOMEM, "out of memory") : RV_OK;
}

rv_status rv_extract_appraisal_agree(rv_store *store, const rv_protocol *protocol, const char *who, const char *tool,
                                     const rv_appraisal_subject *subject, size_t *taken, size_t *differ, char hex[RV_DIGEST_HEX],
                                     rv_error *err)
{
    versions *v = calloc(1, sizeof *v);
    rv_appraisal review = { .n = 0 };
    rv_judgement_entry *entries = NULL;
    rv_extract_summary summary;
    rv_hoard memory = RV_HOARD_INIT;
    rv_status st;

    *taken = *differ = 0;
    hex[0] = '\0';
    if (!v)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    if ((st = open_all(store, protocol, tool, subject, v, &review, err)) == RV_OK) {
        if (!(entries = calloc(v->of[0].n + 1, sizeof *entries)))
            st = rv_fail(err, RV_ENOMEM, "out of memory");
        else if ((st = gather(v, &review, &memory, entries, taken, differ, err)) == RV_OK && *taken
                 && (st = rv_extract_appraise_all(store, protocol, who, entries, *taken, NULL, NULL, &summary, err)) == RV_OK)
            memcpy(hex, summary.event, RV_DIGEST_HEX);
    }
    free(entries);
    rv_hoard_free(&memory);
    rv_appraisal_free(&review);
    versions_free(v);
    free(v);
    return st;
}

rv_status rv_extract_appraisal_differences(rv_store *store, const rv_protocol *protocol, const char *tool,
                                           const rv_appraisal_subject *subject,
                                           rv_status (*line)(void *user, const rv_appraisal *versions, size_t n, size_t line,
                                                             const rv_appraisal *review, rv_error *err),
                                           void *user, rv_error *err)
{
    versions *v = calloc(1, sizeof *v);
    rv_appraisal review = { .n = 0 };
    rv_status st;

    if (!v)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    st = open_all(store, protocol, tool, subject, v, &review, err);
    for (size_t k = 0; st == RV_OK && k < v->of[0].n; k++)
        if (!said_alike(v, k))
            st = line(user, v->of, v->n, k, &review, err);
    rv_appraisal_free(&review);
    versions_free(v);
    free(v);
    return st;
}
