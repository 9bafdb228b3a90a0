/* The judgements that --tool and --levels ask for. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "review/protocol.h"

#include "tools/plot.h"
#include "tools/plot_rob.h"

/* Cuts `words` at each `separator`. */
static void split(char *words, const char *separator, plot_words *out)
{
    char *word;

    while (words && out->n < PLOT_WORDS && (word = strsep(&words, separator)))
        out->word[out->n++] = word + strspn(word, " ");
}

void plot_scale_end(plot_scale *w)
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

static rv_status of_instrument(plot_scale *w, const char *id, rv_error *err)
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

static rv_status tool_of(plot_scale *w, rv_error *err)
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

static rv_status said(plot_scale *w, rv_error *err)
{
    free(w->kept[0]);
    if (!(w->kept[0] = strdup(plot.levels)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    w->levels.n = 0;
    split(w->kept[0], ",", &w->levels);
    return RV_OK;
}

rv_status plot_scale_asked(plot_scale *w, rv_error *err)
{
    rv_status st = tool_of(w, err);

    if (st == RV_OK && plot.levels)
        st = said(w, err);
    return st == RV_OK && w->levels.n ? rv_light_scale_of(&w->scale, w->levels.word, w->levels.n, err) : st;
}
