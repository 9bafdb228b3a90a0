/* Judgements as traffic lights and as bars. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/plot_lights.h"

#include "report/parts.h"

/* The domains and their words, from the first appraisal. */
static bool begin(rv_document *d, rv_judged *j, const rv_appraisal *x)
{
    const char **words = NULL;

    if (!(j->domain = rv_memory_room(d->memory, (x->n + 1) * sizeof *j->domain)))
        return false;
    for (size_t i = 0; i < x->n; i++) {
        const rv_appraisal_line *line = &x->lines[i];

        if (line->question)
            continue;
        j->domain[j->domains++] = rv_memory_text(d->memory, line->text);
        j->overall = strcmp(line->id, "overall") == 0;
        if (words || !line->n_choices || !(words = rv_memory_room(d->memory, line->n_choices * sizeof *words)))
            continue;
        for (j->n_scale = 0; j->n_scale < line->n_choices; j->n_scale++)
            words[j->n_scale] = rv_memory_text(d->memory, line->choices[j->n_scale]);
    }
    j->scale = words;
    return true;
}

rv_status rv_judged_add(rv_document *d, rv_judged *j, const rv_appraisal *x, rv_error *err)
{
    rv_buf label = RV_BUF_INIT;
    const char **judgement;
    size_t at = 0;

    if ((!j->domain && !begin(d, j, x)) || !(judgement = rv_memory_room(d->memory, (j->domains + 1) * sizeof *judgement))
        || !rv_grow(&j->row, j->n, &j->room, sizeof *j->row))
        return rv_fail(err, RV_ENOMEM, "out of memory for the judgements");
    for (size_t i = 0; i < x->n && at < j->domains; i++)
        if (!x->lines[i].question)
            judgement[at++] = rv_memory_text(d->memory, x->lines[i].answer);
    while (at < j->domains)
        judgement[at++] = "";
    rv_buf_printf(&label, "%s%s%s%s", x->subject.study, *x->subject.result ? " (" : "", x->subject.result, *x->subject.result ? ")" : "");
    j->row[j->n].study = rv_memory_text(d->memory, rv_buf_str(&label));
    j->row[j->n++].judgement = judgement;
    rv_buf_free(&label);
    return RV_OK;
}

static int place(const rv_light_scale *scale, const char *word)
{
    for (size_t i = 0; i < scale->n; i++)
        if (strcmp(scale->light[i].word, word) == 0)
            return (int)i;
    return -1;
}

typedef rv_status plotter(rv_scene **out, const rv_lights *lights, const rv_lights_options *options, rv_error *err);

/* A figure that does not fit the page (too many domains) is left out: its table says the same. */
static rv_status figure(rv_document *d, const rv_lights *lights, plotter *plot, const char *prefix, const char *caption,
                        const rv_appraisal_tool *tool, rv_error *err)
{
    const rv_lights_options options = RV_LIGHTS_OPTIONS_INIT;
    rv_scene *scene = NULL;
    rv_error why = { 0 };
    char name[160];
    rv_status st = plot(&scene, lights, &options, &why);

    snprintf(name, sizeof name, "%s_%.120s", prefix, tool->id);
    if (st == RV_OK)
        st = rv_page_figure(d->page, name, caption, scene, err);
    else
        st = st == RV_EINVAL ? RV_OK : rv_fail(err, st, "%s", why.message);
    rv_scene_free(scene);
    return st;
}

rv_status rv_judged_figures(rv_document *d, rv_judged *j, const rv_appraisal_tool *tool, rv_error *err)
{
    rv_light_scale scale;
    rv_light_domain *domain = rv_memory_room(d->memory, (j->domains + 1) * sizeof *domain);
    const char **study = rv_memory_room(d->memory, (j->n + 1) * sizeof *study);
    int *judgement = rv_memory_room(d->memory, (j->n * j->domains + 1) * sizeof *judgement);
    rv_lights lights = { .title = tool->label, .domains = j->domains, .studies = j->n, .domain = domain, .study = study,
                         .judgement = judgement };
    rv_error none = { 0 };
    char caption[400];
    rv_status st;

    if (!domain || !study || !judgement)
        return rv_fail(err, RV_ENOMEM, "out of memory for a figure of judgements");
    if (!j->n_scale || rv_light_scale_of(&scale, j->scale, j->n_scale, &none) != RV_OK)
        return RV_OK;
    for (size_t i = 0; i < j->domains; i++) {
        char id[32];

        snprintf(id, sizeof id, "D%zu", i + 1);
        domain[i] = (rv_light_domain){ rv_memory_text(d->memory, id), j->domain[i], "", j->overall && i + 1 == j->domains };
    }
    for (size_t i = 0; i < j->n; i++) {
        study[i] = j->row[i].study;
        for (size_t k = 0; k < j->domains; k++)
            judgement[i * j->domains + k] = place(&scale, j->row[i].judgement[k]);
    }
    lights.scale = scale;
    snprintf(caption, sizeof caption, "%.300s: judgements of each domain.", tool->label);
    if ((st = figure(d, &lights, rv_plot_light_bars, "judged_bars", caption, tool, err)) != RV_OK || j->domains < 2)
        return st;
    snprintf(caption, sizeof caption, "%.300s: judgements of each study.", tool->label);
    return figure(d, &lights, rv_plot_lights, "judged_lights", caption, tool, err);
}
