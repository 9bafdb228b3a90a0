/* Judgements and answers as they are given: are tool, domain, question, unit and words those of the protocol and its instruments? */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "extract/appraise.h"

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

rv_status rv_batch_add_judgement(rv_batch *batch, const rv_batch_judgement *judgement, rv_error *err)
{
    rv_batch_judgement *j;

    if (!rv_grow(&batch->judgements, batch->n_judgements, &batch->room[3], sizeof *judgement))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    j = &batch->judgements[batch->n_judgements++];
    *j = *judgement;
    j->body = or_empty(j->body);
    j->place = or_empty(j->place);
    j->quotation = or_empty(j->quotation);
    return RV_OK;
}

bool rv_instrument_knows(const rv_instrument *instrument, const char *id, const char *answer)
{
    const rv_question          *q = rv_instrument_question(instrument, id);
    const rv_instrument_domain *d = rv_instrument_domain_of(instrument, id);

    if (q)
        return strcmp(answer, "NA") == 0 || rv_question_answer(q, answer) != NULL;
    for (size_t i = 0; d && i < d->n_judgements; i++)
        if (strcmp(d->judgements[i], answer) == 0)
            return true;
    return false;
}

/* ---- Units ------------------------------------------------------------------------------------------------------------ */

/* What the tool judges must be named, and nothing else. */
static void check_unit(rv_batch *batch, const rv_appraisal_tool *tool, const rv_batch_judgement *j)
{
    const bool of_result = strcmp(tool->unit, "result") == 0, of_body = strcmp(tool->unit, "body") == 0;

    if (of_result != (j->result[0] != 0))
        rv_batch_fault(batch, j->line, "result", of_result ? "the tool judges each result"
                       : of_body ? "the tool judges what an analysis pools, not results" : "the tool judges studies, not results");
    else if (of_body != (j->body[0] != 0))
        rv_batch_fault(batch, j->line, "body", of_body ? "the tool judges what an analysis pools; name the analysis"
                       : "the tool does not judge what an analysis pools");
    else if (of_body && j->study[0])
        rv_batch_fault(batch, j->line, "study", "the tool judges what an analysis pools, not one study");
    else if (of_body && !rv_protocol_analysis(batch->protocol, j->body))
        rv_batch_fault(batch, j->line, "body", "the protocol has no such analysis");
    else if (!of_result && !of_body && !j->study[0])
        rv_batch_fault(batch, j->line, "study", "a judgement is of a study or of a result");
}

/* ---- Words ------------------------------------------------------------------------------------------------------------ */

static void check_inline(rv_batch *batch, const rv_appraisal_tool *tool, const rv_batch_judgement *j)
{
    const rv_appraisal_domain *domain = NULL;

    for (size_t i = 0; i < tool->n_domains; i++)
        if (strcmp(tool->domains[i].id, j->domain) == 0)
            domain = &tool->domains[i];
    for (size_t i = 0; domain && i < domain->n_judgements; i++)
        if (strcmp(domain->judgements[i], j->judgement) == 0)
            return;
    if (domain)
        rv_batch_fault(batch, j->line, "judgement", "the domain has no such judgement");
    else
        rv_batch_fault(batch, j->line, "domain", "the tool has no such domain");
}

static void say_choices(const rv_instrument *i, const char *id, char *text, size_t size)
{
    const rv_question          *q = rv_instrument_question(i, id);
    const rv_instrument_domain *d = rv_instrument_domain_of(i, id);
    const size_t n = q ? q->n_answers : d->n_judgements;
    size_t used = (size_t)snprintf(text, size, q ? "the question has the answers " : "the domain has the judgements ");

    for (size_t k = 0; k < n && used < size; k++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", k ? ", " : "", q ? q->answers[k].code : d->judgements[k]);
}

static void check_instrument(rv_batch *batch, const rv_instrument *i, const rv_batch_judgement *j)
{
    const bool domain = rv_instrument_domain_of(i, j->domain) != NULL;
    char words[300];

    if (!domain && !rv_instrument_question(i, j->domain)) {
        snprintf(words, sizeof words, "edition %.60s of %.60s has no such domain or question", i->edition, i->id);
        rv_batch_fault(batch, j->line, "domain", words);
    } else if (j->judgement[0] && !rv_instrument_knows(i, j->domain, j->judgement)
               && !(domain && strcmp(j->judgement, RV_AS_PROPOSED) == 0)) {
        say_choices(i, j->domain, words, sizeof words);
        rv_batch_fault(batch, j->line, "judgement", words);
    }
}

rv_status rv_appraisals_check(rv_batch *batch, rv_store *store, rv_error *err)
{
    rv_instruments instruments = { .n = 0 };
    rv_status st = RV_OK;

    for (size_t i = 0; st == RV_OK && i < batch->n_judgements; i++) {
        const rv_batch_judgement *j = &batch->judgements[i];
        const rv_appraisal_tool *tool = rv_protocol_appraisal(batch->protocol, j->tool);
        rv_instrument_in_use *used;

        if (!tool) {
            rv_batch_fault(batch, j->line, "tool", "the protocol has no such appraisal tool");
            continue;
        }
        check_unit(batch, tool, j);
        if ((st = rv_instruments_get(&instruments, store, tool, &used, err)) != RV_OK)
            break;
        if (used->instrument)
            check_instrument(batch, used->instrument, j);
        else
            check_inline(batch, tool, j);
    }
    rv_instruments_free(&instruments);
    return st;
}

/* ---- By hand ---------------------------------------------------------------------------------------------------------- */

rv_status rv_extract_appraise_all(rv_store *store, const rv_protocol *protocol, const char *who, const rv_judgement_entry *entries,
                                  size_t n, rv_extract_warn warn, void *user, rv_extract_summary *summary, rv_error *err)
{
    rv_batch batch;
    rv_status st = RV_OK;

    *summary = (rv_extract_summary){ .kind = "extract.appraise" };
    rv_batch_start(&batch, protocol, "", warn, user);
    for (size_t i = 0; st == RV_OK && i < n; i++) {
        const rv_judgement_entry *e = &entries[i];
        const rv_batch_judgement j = { .study = or_empty(e->study), .result = or_empty(e->result), .tool = or_empty(e->tool),
                                       .domain = or_empty(e->domain), .judgement = or_empty(e->judgement),
                                       .support = or_empty(e->support), .body = e->body, .place = e->place, .quotation = e->quotation };

        batch.agreed = batch.agreed || e->agreed;
        if (!j.study[0] && !j.result[0] && !or_empty(e->body)[0])
            st = rv_fail(err, RV_EINVAL, "a judgement is of a study or of a result");
        else
            st = rv_batch_add_judgement(&batch, &j, err);
    }
    if (st == RV_OK)
        st = rv_batch_carry_out(&batch, store, "extract.appraise", who, summary, err);
    rv_batch_free(&batch);
    return st;
}

rv_status rv_extract_appraise(rv_store *store, const rv_protocol *protocol, const char *who, const rv_judgement_entry *entry,
                              char hex[RV_DIGEST_HEX], rv_error *err)
{
    rv_extract_summary summary;
    rv_status st = rv_extract_appraise_all(store, protocol, who, entry, 1, NULL, NULL, &summary, err);

    if (st == RV_OK)
        memcpy(hex, summary.event, RV_DIGEST_HEX);
    return st;
}

bool rv_appraised_twice(const rv_protocol *protocol, const rv_appraisal_tool *tool)
{
    return tool->twice || protocol->extraction == RV_EXTRACT_DOUBLE;
}
