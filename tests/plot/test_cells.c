/* Figures of rows and cells: nothing overlaps and nothing leaves the page, whatever the names. */
#include <config.h>

#include <string.h>

#include "plot/scene.h"
#include "review/plot_lights.h"
#include "tests/plot/random.h"
#include "tests/support.h"

enum { FIGURES = 200, MOST_STUDIES = 40, MOST_DOMAINS = 9 };
static const double SLACK = 0.01;
static const double widths[] = { 175, 85, 120, 300 };

static bool overlap(const rv_box *a, const rv_box *b)
{
    return fmin(a->x1, b->x1) - fmax(a->x0, b->x0) > SLACK && fmin(a->y1, b->y1) - fmax(a->y0, b->y0) > SLACK;
}

static bool within(const rv_box *a, const rv_box *b)
{
    return a->x0 >= b->x0 - SLACK && a->y0 >= b->y0 - SLACK && a->x1 <= b->x1 + SLACK && a->y1 <= b->y1 + SLACK;
}

static bool filled(const rv_mark *m)
{
    return m->kind != RV_MARK_TEXT && m->kind != RV_MARK_LINE;
}

/* Texts keep clear of each other; a disc, bar or cell holds a text whole or not at all. */
static void check(const rv_scene *scene, const char *what, int figure)
{
    const rv_box page = { 0, 0, scene->width, scene->height };

    for (size_t i = 0; i < scene->n; i++) {
        const rv_mark *m = &scene->marks[i];
        if (!within(&m->box, &page))
            fail_msg("%s %d: '%s' leaves the page: %g..%g, %g..%g in %g by %g", what, figure, m->text ? m->text : "a mark", m->box.x0, m->box.x1,
                     m->box.y0, m->box.y1, page.x1, page.y1);
        if (m->kind != RV_MARK_TEXT)
            continue;
        assert_true(m->face.size >= 8);
        for (size_t j = 0; j < scene->n; j++) {
            const rv_mark *o = &scene->marks[j];
            if (o->kind == RV_MARK_TEXT && j > i && overlap(&m->box, &o->box))
                fail_msg("%s %d: '%s' and '%s' overlap", what, figure, m->text, o->text);
            /* A line of text is higher than its signs: only from side to side it must be within. */
            if (filled(o) && overlap(&m->box, &o->box) && (m->box.x0 < o->box.x0 - 0.6 || m->box.x1 > o->box.x1 + 0.6))
                fail_msg("%s %d: '%s' sticks out of a mark", what, figure, m->text);
        }
    }
}

/* ---- Lights -------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_lights       lights;
    rv_light_domain domain[MOST_DOMAINS];
    const char     *study[MOST_STUDIES];
    double          weight[MOST_STUDIES];
    int             judgement[MOST_STUDIES * MOST_DOMAINS];
} random_lights;

static void any_lights(random_lights *r)
{
    static const char *const words[] = { "Low", "Moderate", "Serious", "Critical", "No information" };
    static const char *const ids[] = { "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8" };
    const size_t levels = 2 + below(4), domains = 1 + below(MOST_DOMAINS - 1), studies = 1 + below(MOST_STUDIES);
    const bool overall = uniform() < 0.7, groups = uniform() < 0.3;

    *r = (random_lights){ .lights = { .title = any_label(), .domains = domains + overall, .studies = studies, .domain = r->domain, .study = r->study,
                                      .weight = uniform() < 0.5 ? r->weight : NULL, .judgement = r->judgement } };
    assert_int_equal(rv_light_scale_of(&r->lights.scale, words, levels, NULL), RV_OK);
    for (size_t d = 0; d < domains; d++)
        r->domain[d] = (rv_light_domain){ ids[d], any_label(), groups && d > domains / 2 ? "Applicability" : "", false };
    r->domain[domains] = (rv_light_domain){ "Overall", "", "", true };
    for (size_t i = 0; i < studies; i++) {
        r->study[i] = any_label();
        r->weight[i] = uniform() + 0.001;
    }
    for (size_t i = 0; i < studies * r->lights.domains; i++)
        r->judgement[i] = (int)below(levels + 1) - 1;
}

static void lights_and_bars_do_not_overlap(void **state)
{
    static random_lights r;
    (void)state;

    seed = 81;
    for (int i = 0; i < FIGURES; i++) {
        const rv_lights_options o = { widths[below(4)], NULL, (int)below(2), uniform() < 0.3, uniform() < 0.5 };
        rv_scene *scene;
        rv_error err = { 0 };
        any_lights(&r);
        if (rv_plot_lights(&scene, &r.lights, &o, &err) != RV_OK)
            fail_msg("lights %d: %s", i, err.message);
        check(scene, "lights", i);
        rv_scene_free(scene);
        if (rv_plot_light_bars(&scene, &r.lights, &o, &err) != RV_OK)
            fail_msg("bars %d: %s", i, err.message);
        check(scene, "bars", i);
        rv_scene_free(scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lights_and_bars_do_not_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
