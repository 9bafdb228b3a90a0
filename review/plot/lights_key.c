/* What lights and bars share: the check of what is drawn, and the legend below. */
#include <config.h>

#include "plot/light.h"

enum { SAMPLE = 13, RADIUS = 6 };

rv_status rv_lights_check(const rv_lights *g, rv_error *err)
{
    if (!g->studies || !g->domains || !g->scale.n)
        return rv_fail(err, RV_EINVAL, "there is nothing to draw: %zu studies, %zu domains, %zu judgements", g->studies, g->domains, g->scale.n);
    for (size_t i = 0; i < g->studies * g->domains; i++)
        if (g->judgement[i] < -1 || g->judgement[i] >= (int)g->scale.n)
            return rv_fail(err, RV_EINVAL, "study %zu: judgement %d is not of the scale, which has %zu", i / g->domains + 1, g->judgement[i],
                           g->scale.n);
    return RV_OK;
}

typedef struct { const rv_light *light; int palette; } sample;

static void draw_sample(rv_canvas *c, const void *user, double x, double middle)
{
    const sample *s = user;

    rv_light_disc(c, x + SAMPLE / 2.0, middle, RADIUS, s->light, s->palette);
}

void rv_lights_key(rv_canvas *c, const rv_lights *g, int palette)
{
    size_t n[RV_LIGHT_LEVELS + 1] = { 0 };

    for (size_t i = 0; i < g->studies * g->domains; i++)
        n[g->judgement[i] + 1]++;
    for (size_t i = 0; i < g->scale.n; i++) {
        const sample s = { &g->scale.light[i], palette };
        if (n[i + 1] || g->scale.light[i].colour != RV_LIGHT_UNKNOWN)
            rv_canvas_key(c, SAMPLE, draw_sample, &s, g->scale.light[i].word);
    }
    if (n[0])
        rv_canvas_key(c, SAMPLE, draw_sample, &(sample){ NULL, palette }, "Not judged");
    rv_canvas_key_end(c);
}

void rv_lights_domain_name(rv_buf *out, const rv_light_domain *d)
{
    rv_buf_text(out, d->id);
    if (*d->group || *d->name)
        rv_buf_text(out, ": ");
    rv_buf_text(out, d->group);
    if (*d->group && *d->name)
        rv_buf_text(out, ", ");
    rv_buf_text(out, d->name);
}
