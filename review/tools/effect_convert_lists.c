/* review-effect convert --list, --transforms: the tables of steps and of transformations. */
#include <config.h>

#include "tools/effect_convert.h"

static void line(rv_output *to, const char *name, const char *words)
{
    if (*words)
        rv_output_printf(to, "    %-9s%s\n", name, words);
}

static void step_for_people(const rv_effect_step *s, rv_output *to)
{
    rv_output_printf(to, "%s\n", s->id);
    line(to, "makes", s->makes);
    line(to, "from", s->from);
    line(to, "also", s->also);
    line(to, "for", s->measures);
    line(to, "formula", s->formula);
    line(to, "assumes", s->assumes);
    line(to, "beware", s->beware);
    line(to, "only", s->bridge ? "with --bridge" : "");
    line(to, "source", s->source);
}

static void put_words(rv_table *table, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        rv_table_text(table, *words[i] ? words[i] : NULL);
    rv_table_row(table);
}

static rv_status list_steps(rv_format format, rv_output *to, rv_error *err)
{
    static const char *const names[] = { "step", "makes", "from", "also", "measures", "formula", "assumes", "beware", "bridge",
                                         "source" };
    rv_table *table = NULL;
    rv_status st;

    if (format == RV_FORMAT_TEXT) {
        rv_output_text(to, "Steps, best first. # is the group: sd#i is sd1i and sd2i.\n\n");
        for (size_t i = 0; rv_effect_step_at(i); i++)
            step_for_people(rv_effect_step_at(i), to);
        return RV_OK;
    }
    if ((st = rv_table_open(&table, to, format, names, 10, err)) != RV_OK)
        return st;
    for (size_t i = 0; rv_effect_step_at(i); i++) {
        const rv_effect_step *s = rv_effect_step_at(i);
        const char *const words[] = { s->id, s->makes, s->from, s->also, s->measures, s->formula, s->assumes, s->beware,
                                      s->bridge ? "yes" : "no", s->source };
        put_words(table, words, 10);
    }
    return rv_table_close(table, err);
}

rv_status effect_convert_lists(const effect_conversion *c, rv_format format, rv_output *to, rv_error *err)
{
    static const char *const names[] = { "transform", "inverse", "needs", "formula", "source" };
    rv_table *table = NULL;
    rv_status st;

    if (c->steps)
        return list_steps(format, to, err);
    if ((st = rv_table_open(&table, to, format, names, 5, err)) != RV_OK)
        return st;
    for (size_t i = 0; rv_transform_at(i); i++) {
        const rv_transform *t = rv_transform_at(i);
        const char *const words[] = { t->name, t->inverse, t->needs, t->formula, t->source };
        put_words(table, words, 5);
    }
    return rv_table_close(table, err);
}
