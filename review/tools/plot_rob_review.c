/* Appraisals of a review as rows of lights. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/plot_rob.h"

enum { ID = 12 };

struct plot_rob_found {
    rv_lights        lights;
    rv_light_domain *domain;
    char           (*id)[ID];
    char           **study, **judged;    /* owned; judged: [studies domains] words */
    int             *judgement;
    size_t           room;
    char            *title;
    plot_words       levels;             /* owned */
};

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

void plot_rob_free(plot_rob_found *f)
{
    if (!f)
        return;
    for (size_t i = 0; i < f->lights.studies; i++)
        free(f->study[i]);
    for (size_t i = 0; i < f->lights.studies * f->lights.domains; i++)
        free(f->judged[i]);
    for (size_t i = 0; i < f->levels.n; i++)
        free((char *)f->levels.word[i]);
    for (size_t d = 0; f->domain && d < f->lights.domains; d++)
        free((char *)f->domain[d].name);
    free(f->domain);
    free(f->id);
    free(f->study);
    free(f->judged);
    free(f->judgement);
    free(f->title);
    free(f);
}

const rv_lights *plot_rob_lights(const plot_rob_found *f)
{
    return &f->lights;
}

static bool has(const plot_words *words, const char *word)
{
    for (size_t i = 0; i < words->n; i++)
        if (strcmp(words->word[i], word) == 0)
            return true;
    return false;
}

void plot_rob_instrument(const rv_instrument *instrument, plot_words *levels, plot_words *domains)
{
    for (size_t d = 0; d < instrument->n_domains; d++) {
        const rv_instrument_domain *domain = &instrument->domains[d];
        if (domain->n_judgements > levels->n) {                 /* the domain with the most; the others have some of its words */
            levels->n = 0;
            for (size_t i = 0; i < domain->n_judgements && levels->n < PLOT_WORDS; i++)
                levels->word[levels->n++] = domain->judgements[i];
        }
        if (strcmp(domain->id, "overall") != 0 && domains->n < PLOT_WORDS)
            domains->word[domains->n++] = domain->label;
    }
}

/* ---- Gathering ------------------------------------------------------------------------------------------------------ */

/* The domains of an appraisal, and the judgements that any of them may have. */
static rv_status take_domains(plot_rob_found *f, const rv_appraisal *a, rv_error *err)
{
    size_t number = 0;

    f->domain = calloc(a->n + 1, sizeof *f->domain);
    f->id = calloc(a->n + 1, sizeof *f->id);
    if (!f->domain || !f->id || !(f->title = strdup(a->tool->label)))
        return no_memory(err);
    f->lights.title = f->title;
    f->lights.domain = f->domain;
    for (size_t i = 0; i < a->n; i++) {
        const rv_appraisal_line *line = &a->lines[i];
        const bool overall = strcmp(line->id, "overall") == 0;
        char *name;
        if (line->question)
            continue;
        snprintf(f->id[f->lights.domains], ID, overall ? "Overall" : "D%zu", overall ? number : number + 1);
        number += !overall;
        if (!(name = strdup(overall ? "" : line->text)))
            return no_memory(err);
        f->domain[f->lights.domains] = (rv_light_domain){ f->id[f->lights.domains], name, "", overall };
        f->lights.domains++;
        for (size_t c = 0; c < line->n_choices && f->levels.n < PLOT_WORDS; c++)
            if (!has(&f->levels, line->choices[c]) && !(f->levels.word[f->levels.n++] = strdup(line->choices[c])))
                return no_memory(err);
    }
    return f->lights.domains ? RV_OK : rv_fail(err, RV_EINVAL, "the tool %s has no domains", a->tool->id);
}

static rv_status more_room(plot_rob_found *f, rv_error *err)
{
    const size_t room = f->room ? 2 * f->room : 32;
    char **study, **judged;

    if (f->lights.studies < f->room)
        return RV_OK;
    if ((study = realloc(f->study, room * sizeof *study)))
        f->study = study;
    if ((judged = realloc(f->judged, room * f->lights.domains * sizeof *judged)))
        f->judged = judged;
    if (!study || !judged)
        return no_memory(err);
    f->room = room;
    return RV_OK;
}

static rv_status take(void *user, const rv_appraisal *a, rv_error *err)
{
    plot_rob_found *f = user;
    rv_buf name = RV_BUF_INIT;
    size_t d = 0;
    rv_status st = f->domain ? RV_OK : take_domains(f, a, err);

    if (st != RV_OK || (st = more_room(f, err)) != RV_OK)
        return st;
    rv_buf_printf(&name, "%s%s%s%s", a->subject.study, *a->subject.study && *a->subject.result ? ", " : "", a->subject.result, a->subject.body);
    if (!(f->study[f->lights.studies] = strdup(rv_buf_str(&name))) || name.failed)
        st = no_memory(err);
    rv_buf_free(&name);
    for (size_t i = 0; i < f->lights.domains; i++)
        f->judged[f->lights.studies * f->lights.domains + i] = NULL;
    f->lights.studies++;
    for (size_t i = 0; st == RV_OK && i < a->n && d < f->lights.domains; i++)
        if (!a->lines[i].question && !(f->judged[(f->lights.studies - 1) * f->lights.domains + d++] = strdup(a->lines[i].answer)))
            st = no_memory(err);
    return st;
}

/* Words become places in the scale. */
static rv_status judge(plot_rob_found *f, rv_error *err)
{
    const size_t n = f->lights.studies * f->lights.domains;
    rv_status st = rv_light_scale_of(&f->lights.scale, f->levels.word, f->levels.n, err);

    if (st != RV_OK)
        return st;
    if (!(f->judgement = calloc(n + 1, sizeof *f->judgement)))
        return no_memory(err);
    for (size_t i = 0; i < n; i++) {
        f->judgement[i] = -1;
        for (size_t level = 0; level < f->levels.n; level++)
            if (f->judged[i] && strcmp(f->judged[i], f->levels.word[level]) == 0)
                f->judgement[i] = (int)level;
    }
    for (size_t level = 0; level < f->levels.n; level++)        /* as a legend has it: "Low" */
        *(char *)f->levels.word[level] = (char)toupper((unsigned char)*f->levels.word[level]);
    f->lights.judgement = f->judgement;
    f->lights.study = (const char *const *)f->study;
    return RV_OK;
}

static rv_status strange_tool(const rv_protocol *protocol, const char *tool, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;
    rv_status st;

    for (size_t i = 0; i < protocol->n_appraisals; i++)
        rv_buf_printf(&known, "%s%s", i ? ", " : "", protocol->appraisals[i].id);
    st = rv_fail(err, RV_ENOTFOUND, "the protocol has no appraisal tool '%s'; it has %s", tool, rv_buf_str(&known));
    rv_buf_free(&known);
    return st;
}

rv_status plot_rob_find(plot_rob_found **out, rv_store *store, const rv_protocol *protocol, const char *tool, rv_error *err)
{
    plot_rob_found *f = calloc(1, sizeof *f);
    rv_status st = f ? RV_OK : no_memory(err);

    *out = NULL;
    if (st == RV_OK && !protocol->n_appraisals)
        st = rv_fail(err, RV_ENOTFOUND, "the protocol has no appraisal tool");
    if (st == RV_OK && !tool && protocol->n_appraisals > 1)
        st = rv_fail(err, RV_EUSAGE, "the protocol has %zu appraisal tools; say one by --tool, such as %s", protocol->n_appraisals,
                     protocol->appraisals[0].id);
    if (st == RV_OK && !tool)
        tool = protocol->appraisals[0].id;
    if (st == RV_OK && !rv_protocol_appraisal(protocol, tool))
        st = strange_tool(protocol, tool, err);
    if (st == RV_OK && (st = rv_extract_each_appraisal(store, protocol, tool, false, take, f, err)) == RV_OK && !f->lights.studies)
        st = rv_fail(err, RV_ENOTFOUND, "nothing has been appraised by %s yet", tool);
    if (st == RV_OK)
        st = judge(f, err);
    if (st == RV_OK)
        *out = f;
    else
        plot_rob_free(f);
    return st;
}
