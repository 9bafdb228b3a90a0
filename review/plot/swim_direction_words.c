/* The legend, notes and description of an effect direction plot. */
#include <config.h>

#include "plot/swim_direction.h"

enum { SAMPLE = 16, SPOKEN = 80 };
const double rv_direction_sizes[] = { 4, 5.5, 7 };

size_t rv_direction_studies(const rv_direction_plot *f, size_t domain, int way)
{
    size_t n = 0;

    for (size_t s = 0; s < f->studies.n; s++)
        n += f->votes[s * f->domains.n + domain].n && (int)f->votes[s * f->domains.n + domain].way == way;
    return n;
}

typedef struct { rv_direction_plot *f; rv_swim_way way; double radius; const rv_light *light; } sample;

static void draw_sample(rv_canvas *c, const void *user, double x, double middle)
{
    const sample *s = user;

    if (s->light)
        rv_light_disc(c, x + SAMPLE / 2.0, middle, RV_DIRECTION_RADIUS, s->light, s->f->o->palette);
    else
        rv_swim_arrow(c, x + SAMPLE / 2.0, middle, s->radius, s->way, RV_SHADE_3);
}

static void legend(rv_direction_plot *f)
{
    rv_buf words = RV_BUF_INIT;

    for (int way = 0; way < RV_SWIM_WAYS; way++)
        rv_canvas_key(&f->c, SAMPLE, draw_sample, &(sample){ f, (rv_swim_way)way, rv_direction_sizes[1], NULL }, rv_swim_words[way]);
    rv_canvas_key_end(&f->c);
    for (int i = 0; i < 3 && f->counted; i++) {
        rv_buf_clear(&words);
        rv_buf_text(&words, i == 0 ? "below " : i == 1 ? "" : "from ");
        rv_type_number(&words, i == 2 ? f->o->large : f->o->small, 0);
        if (i == 1) {
            rv_buf_text(&words, " to below ");
            rv_type_number(&words, f->o->large, 0);
        }
        rv_buf_text(&words, " participants");
        rv_canvas_key(&f->c, SAMPLE, draw_sample, &(sample){ f, RV_SWIM_UP, rv_direction_sizes[i], NULL }, rv_buf_str(&words));
    }
    rv_canvas_key_end(&f->c);
    for (size_t i = 0; i < f->swim->scale.n && f->judged; i++)
        rv_canvas_key(&f->c, SAMPLE, draw_sample, &(sample){ f, RV_SWIM_UP, 0, &f->swim->scale.light[i] }, f->swim->scale.light[i].word);
    rv_canvas_key_end(&f->c);
    rv_buf_free(&words);
}

static void notes(rv_direction_plot *f)
{
    bool several = false;

    for (size_t i = 0; i < f->studies.n * f->domains.n; i++)
        several |= f->votes[i].n > 1;
    if (several)
        rv_canvas_note(&f->c, "A number %s an arrow: of so many outcomes, %.0f\u202F%% or more point that way; else they are mixed.",
                       f->under ? "under" : "beside", 100 * f->o->agreement);
    rv_canvas_note(&f->c, "Directions say nothing of how large effects are.");
}

static void describe(rv_direction_plot *f)
{
    size_t told = 0;

    rv_canvas_say(&f->c, "Directions of effect of %zu %s in %zu %s.", f->studies.n, f->studies.n == 1 ? "study" : "studies", f->domains.n,
                  f->domains.n == 1 ? "domain" : "domains");
    for (size_t d = 0; d < f->domains.n; d++)
        rv_canvas_say(&f->c, "%s: %zu up, %zu down, %zu no difference, %zu mixed.", f->domains.name[d], rv_direction_studies(f, d, RV_SWIM_UP),
                      rv_direction_studies(f, d, RV_SWIM_DOWN), rv_direction_studies(f, d, RV_SWIM_NONE), rv_direction_studies(f, d, RV_SWIM_MIXED));
    for (size_t s = 0; s < f->studies.n; s++)
        for (size_t d = 0; d < f->domains.n; d++) {
            const rv_direction_votes *v = &f->votes[s * f->domains.n + d];
            if (v->n && told++ < SPOKEN)
                rv_canvas_say(&f->c, "%s, %s: %s.", f->studies.name[s], f->domains.name[d], rv_swim_words[v->way]);
        }
}

void rv_direction_words(rv_direction_plot *f)
{
    describe(f);
    legend(f);
    notes(f);
}
