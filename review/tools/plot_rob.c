/* rob, rob-summary: judgements of studies by domain, from a robvis table or of what a review holds. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "review/extract.h"
#include "review/plot_lights.h"
#include "review/store.h"

#include "tools/plot.h"
#include "tools/plot_rob.h"
#include "tools/review_file.h"

typedef rv_status draw(rv_scene **out, const rv_lights *lights, const rv_lights_options *options, rv_error *err);

static rv_lights_options how(void)
{
    return (rv_lights_options){ plot.width, plot.title, plot.palette < 0 ? 0 : plot.palette, plot.counts, plot.unweighted };
}

/* ---- Of a table ---------------------------------------------------------------------------------------------------- */

/* Cuts `words` at each `separator`. */
static void split(char *words, const char *separator, plot_words *out)
{
    char *word;

    while (words && out->n < PLOT_WORDS && (word = strsep(&words, separator)))
        out->word[out->n++] = word + strspn(word, " ");
}

/* The judgements of a tool, and the names of its domains; their memory is in `kept` and `instrument`. */
typedef struct {
    plot_words     levels, domains;
    char          *kept[2];
    rv_instrument *instrument;
} tool_words;

static void end_words(tool_words *w)
{
    free(w->kept[0]);
    free(w->kept[1]);
    rv_instrument_free(w->instrument);
}

/* Tables have "No information" also where an instrument does not ask for it. */
static void allow_nothing(plot_words *levels)
{
    for (size_t i = 0; i < levels->n; i++)
        if (strcasecmp(levels->word[i], "no information") == 0)
            return;
    if (levels->n < RV_LIGHT_LEVELS)
        levels->word[levels->n++] = "No information";
}

static rv_status of_instrument(tool_words *w, const char *id, rv_error *err)
{
    const char *xml = rv_instrument_shipped(id);
    rv_buf known = RV_BUF_INIT;
    rv_status st;

    if (xml) {
        if ((st = rv_instrument_parse(&w->instrument, id, xml, strlen(xml), err)) == RV_OK)
            plot_rob_instrument(w->instrument, &w->levels, &w->domains);
        if (st == RV_OK)
            allow_nothing(&w->levels);
        return st;
    }
    for (const rv_light_tool *tool = rv_light_tools; tool->id; tool++)
        rv_buf_printf(&known, "%s, ", tool->id);
    for (const rv_shipped_instrument *i = rv_shipped_instruments; i->id; i++)
        rv_buf_printf(&known, "%s%s", i->id, i[1].id ? ", " : "");
    st = rv_fail(err, RV_EUSAGE, "--tool '%s' is not known; these are: %s", id, rv_buf_str(&known));
    rv_buf_free(&known);
    return st;
}

static rv_status tool_of(tool_words *w, rv_error *err)
{
    const rv_light_tool *tool = plot.tool ? rv_light_tool_of(plot.tool) : NULL;

    if (tool) {
        if (!(w->kept[0] = strdup(tool->judgements)) || !(w->kept[1] = strdup(tool->domains)))
            return rv_fail(err, RV_ENOMEM, "out of memory");
        split(w->kept[0], "|", &w->levels);
        split(*tool->domains ? w->kept[1] : NULL, "|", &w->domains);
    } else if (plot.tool) {
        return of_instrument(w, plot.tool, err);
    }
    return RV_OK;
}

static rv_status levels_of(tool_words *w, rv_error *err)
{
    free(w->kept[0]);
    if (!(w->kept[0] = strdup(plot.levels)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    w->levels.n = 0;
    split(w->kept[0], ",", &w->levels);
    return RV_OK;
}

rv_status plot_rob_table(const char *path, plot_rob_use *use, void *user, rv_error *err)
{
    tool_words w = { 0 };
    rv_light_scale scale;
    rv_lights *lights = NULL;
    rv_status st = tool_of(&w, err);

    if (st == RV_OK && plot.levels)
        st = levels_of(&w, err);
    if (st == RV_OK && w.levels.n)
        st = rv_light_scale_of(&scale, w.levels.word, w.levels.n, err);
    if (st == RV_OK && (st = rv_lights_read(&lights, path, w.levels.n ? &scale : NULL, w.domains.word, w.domains.n, err)) == RV_OK)
        st = use(lights, user, err);
    rv_lights_free(lights);
    end_words(&w);
    return st;
}

typedef struct { draw *make; rv_scene **scene; } drawing;

static rv_status draw_table(const rv_lights *lights, void *user, rv_error *err)
{
    const rv_lights_options o = how();
    const drawing *d = user;

    return d->make(d->scene, lights, &o, err);
}

static rv_status of_table(const char *path, draw *make, rv_scene **scene, rv_error *err)
{
    return plot_rob_table(path, draw_table, &(drawing){ make, scene }, err);
}

/* ---- Of a review ---------------------------------------------------------------------------------------------------- */

static rv_status of_review(draw *make, rv_scene **scene, rv_error *err)
{
    const rv_lights_options o = how();
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    plot_rob_found *found = NULL;
    const char *path;
    rv_status st;

    if ((st = rv_tool_review(plot.review, &path, err)) == RV_OK && (st = rv_store_open(&store, path, err)) == RV_OK
        && (st = rv_tool_protocol(store, &protocol, err)) == RV_OK
        && (st = plot_rob_find(&found, store, protocol, plot.tool, err)) == RV_OK)
        st = make(scene, plot_rob_lights(found), &o, err);
    plot_rob_free(found);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return st;
}

rv_status rv_plot_make_rob(const char *path, rv_scene **scene, rv_error *err)
{
    return path ? of_table(path, rv_plot_lights, scene, err) : of_review(rv_plot_lights, scene, err);
}

rv_status rv_plot_make_rob_summary(const char *path, rv_scene **scene, rv_error *err)
{
    return path ? of_table(path, rv_plot_light_bars, scene, err) : of_review(rv_plot_light_bars, scene, err);
}
