/* Each analysis: the headline, the forest plot, and the tables of synthesis_tables.c. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "report/fields.h"
#include "report/sentences.h"
#include "report/synthesis_tables.h"

/* ---- In words ------------------------------------------------------------------------------------------------------- */

/* "20 studies; odds ratio 1.38 (95 % CI 1.16 to 1.64; p < 0.001); in a new study between 0.75 and 2.55 (prediction interval). " */
static void headline(const rv_document *d, const rv_synthesis *s)
{
    const char *prefix = s->planned->id;

    rv_page_sayf(d->page, "%s: ", s->planned->label);
    rv_fields_say(d->fields, prefix, rv_sentence_pooled, d->page);
    rv_fields_say(d->fields, prefix, isfinite(s->analysis->fit.pi_lo) ? rv_sentence_prediction : "", d->page);
    rv_page_say(d->page, ". ");
}

static void heterogeneity(const rv_document *d, const rv_synthesis *s)
{
    for (size_t i = 0; i < RV_SENTENCES; i++)
        rv_fields_say(d->fields, s->planned->id, rv_sentence_heterogeneity(&s->analysis->fit, i), d->page);
}

rv_status rv_part_summary(rv_document *d, rv_error *err)
{
    rv_page_heading(d->page, 2, "summary", "What was found");
    rv_page_begin(d->page, RV_BLOCK_PARAGRAPH);
    rv_fields_say(d->fields, "studies", "{included} studies were included.", d->page);
    rv_page_end(d->page);
    rv_page_list_begin(d->page);
    for (size_t i = 0; i < d->protocol->n_analyses; i++) {
        const rv_synthesis *s = &d->syntheses[i];

        rv_page_begin(d->page, RV_BLOCK_ITEM);
        if (s->analysis)
            headline(d, s);
        else
            rv_page_sayf(d->page, "%s: no study gives an effect.", s->planned->label);
        rv_page_end(d->page);
    }
    rv_page_list_end(d->page);
    return rv_page_check(d->page, err);
}

/* ---- Forest plot ---------------------------------------------------------------------------------------------------- */

static rv_status forest(rv_document *d, const rv_analysis *a, const char *name, const char *caption, rv_error *err)
{
    const rv_forest_options options = RV_FOREST_OPTIONS_INIT;
    rv_forest *f = NULL;
    rv_scene *scene = NULL;
    rv_output *out = NULL;
    rv_buf path = RV_BUF_INIT, file = RV_BUF_INIT;
    rv_status st;

    rv_buf_printf(&file, "%s.csv", name);
    if ((st = rv_analysis_forest(&f, a, err)) == RV_OK && (st = rv_plot_forest(&scene, f, &options, err)) == RV_OK
        && (st = rv_page_figure(d->page, name, caption, scene, err)) == RV_OK && d->page->folder
        && (st = rv_page_path(d->page, rv_buf_str(&file), &path, err)) == RV_OK
        && (st = rv_output_open(&out, rv_buf_str(&path), err)) == RV_OK) {
        st = rv_forest_write(out, RV_FORMAT_CSV, f, err);
        if (st == RV_OK)
            st = rv_output_close(out, err);
        else
            rv_output_drop(out);
    }
    if (st == RV_OK)
        st = rv_page_note(d->page, rv_buf_str(&file), err);
    rv_scene_free(scene);
    rv_forest_free(f);
    rv_buf_free(&path);
    rv_buf_free(&file);
    return st;
}

/* ---- The whole ----------------------------------------------------------------------------------------------------------- */

/* A note of the analysis, which ends without a full stop, as a sentence. */
static void note(rv_page *page, const char *words)
{
    rv_buf text = RV_BUF_INIT;
    const char *at;

    while ((at = strstr(words, "tau2"))) {
        rv_buf_add(&text, words, (size_t)(at - words));
        rv_buf_text(&text, "tau\u00b2");
        words = at + 4;
    }
    rv_buf_text(&text, words);
    if (text.length && text.data[text.length - 1] != '.')
        rv_buf_char(&text, '.');
    rv_page_text(page, rv_buf_str(&text));
    rv_buf_free(&text);
}

static void notes(rv_document *d, const rv_analysis *a)
{
    rv_buf text = RV_BUF_INIT;
    char *line, *end;

    rv_analysis_notes(a, &text);
    for (line = text.data; line && *line; line = end ? end + 1 : NULL) {
        if ((end = strchr(line, '\n')))
            *end = 0;
        if (*line)
            note(d->page, line);
    }
    rv_buf_free(&text);
}

static rv_status synthesis(rv_document *d, const rv_synthesis *s, rv_error *err)
{
    rv_buf id = RV_BUF_INIT, name = RV_BUF_INIT, caption = RV_BUF_INIT;
    rv_status st = RV_OK;

    rv_page_heading(d->page, 3, rv_report_anchor(&id, "analysis", s->planned->id), s->planned->label);
    if (!s->analysis) {
        rv_page_text(d->page, "No study gives an effect; nothing was pooled.");
    } else {
        rv_page_begin(d->page, RV_BLOCK_PARAGRAPH);
        headline(d, s);
        heterogeneity(d, s);
        rv_page_end(d->page);
        notes(d, s->analysis);
        rv_buf_printf(&name, "forest_%s", s->planned->id);
        rv_buf_printf(&caption, "%s: %s", s->planned->label, s->method);
        if ((st = forest(d, s->analysis, rv_buf_str(&name), rv_buf_str(&caption), err)) == RV_OK
            && (st = rv_synthesis_rows(d, s, err)) == RV_OK)
            st = rv_synthesis_estimates(d, s, err);
    }
    for (size_t i = 0; st == RV_OK && i < s->n_beside; i++)
        if (s->beside[i].kind == RV_BESIDE_SUBGROUPS && s->beside[i].analysis) {
            rv_buf_clear(&name);
            rv_buf_printf(&name, "forest_%s_subgroups_%zu", s->planned->id, i);
            rv_buf_clear(&caption);
            rv_buf_printf(&caption, "%s, in subgroups: %s.", s->planned->label, s->beside[i].name);
            st = forest(d, s->beside[i].analysis, rv_buf_str(&name), rv_buf_str(&caption), err);
        }
    if (st == RV_OK && s->analysis)
        st = rv_figure_effects(d, s, err);
    if (st == RV_OK)
        st = rv_synthesis_left_out(d, s, err);
    rv_buf_free(&id);
    rv_buf_free(&name);
    rv_buf_free(&caption);
    return st;
}

rv_status rv_part_syntheses(rv_document *d, rv_error *err)
{
    rv_status st = RV_OK;

    rv_page_heading(d->page, 2, "results", "Results");
    for (size_t i = 0; st == RV_OK && i < d->protocol->n_analyses; i++)
        st = synthesis(d, &d->syntheses[i], err);
    return st;
}
