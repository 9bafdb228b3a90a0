/* Figures of rows and cells: nothing overlaps and nothing leaves the page, whatever the names. */
#include <config.h>

#include <string.h>

#include "plot/scene.h"
#include "review/plot_lights.h"
#include "review/plot_map.h"
#include "review/plot_screening.h"
#include "review/plot_swim.h"
#include "tests/plot/random.h"
#include "tests/support.h"

enum { FIGURES = 200, MOST_STUDIES = 200, MOST_DOMAINS = 9 };
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
    return m->kind != RV_MARK_TEXT && m->kind != RV_MARK_LINE && m->look.fill;
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
            /* The corners of the box of a diamond are not the diamond. */
            const double in = o->kind == RV_MARK_PATH ? 1 : 0;
            const rv_box core = { o->box.x0 + in, o->box.y0 + in, o->box.x1 - in, o->box.y1 - in };
            if (filled(o) && overlap(&m->box, &core) && (m->box.x0 < o->box.x0 - 0.6 || m->box.x1 > o->box.x1 + 0.6))
                fail_msg("%s %d: '%s' at %g..%g, %g..%g sticks out of a mark at %g..%g, %g..%g", what, figure, m->text, m->box.x0, m->box.x1, m->box.y0,
                         m->box.y1, o->box.x0, o->box.x1, o->box.y0, o->box.y1);
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
    const size_t levels = 2 + below(4), domains = 1 + below(MOST_DOMAINS - 1), studies = 1 + below(uniform() < 0.03 ? MOST_STUDIES : 25);
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

/* ---- Evidence maps ------------------------------------------------------------------------------------------------- */

enum { MOST_ITEMS = 120 };

static const char *some_name(void)
{
    static const char *const plain[] = { "Employment", "Earnings", "Return to education", "Mental health and well-being", "Crime" };

    return uniform() < 0.5 ? plain[below(5)] : any_label();
}

static void maps_do_not_overlap(void **state)
{
    static rv_map_item items[MOST_ITEMS];
    static const char *const levels[] = { "High", "Moderate", "Low", "Very low", "" };
    int drawn = 0;
    (void)state;

    seed = 82;
    for (int i = 0; i < FIGURES; i++) {
        const rv_evidence_map map = { any_label(), 1 + below(uniform() < 0.5 ? 12 : MOST_ITEMS), items, 0, NULL };
        const rv_evidence_map_options o = { widths[below(4)], NULL };
        const bool sized = uniform() < 0.3;
        rv_scene *scene;
        rv_error err = { 0 };
        for (size_t k = 0; k < map.n; k++) {
            items[k] = (rv_map_item){ some_name(), some_name(), uniform() < 0.9 ? some_name() : "", sized ? 1e4 * uniform() : NAN, levels[below(5)] };
            if (!*items[k].row || !*items[k].column)
                items[k].study = "";
        }
        if (rv_plot_evidence_map(&scene, &map, &o, &err) != RV_OK) {          /* only too many columns, or none at all, may be refused */
            assert_true(strstr(err.message, "too narrow for") || strstr(err.message, "nothing to draw"));
            assert_null(scene);
            continue;
        }
        drawn++;
        check(scene, "map", i);
        rv_scene_free(scene);
    }
    assert_true(drawn > FIGURES / 2);
}

/* ---- Directions ---------------------------------------------------------------------------------------------------- */

static void directions_and_harvests_do_not_overlap(void **state)
{
    static rv_swim_item items[MOST_ITEMS];
    static const char *const words[] = { "Low", "Some concerns", "High" }, *const groups[] = { "Men", "Women", "A group with a name of many words" };
    static const char *const domains[] = { "Employment", "Earnings", "Return to education", "Mental health and well-being", "Crime",
                                           "Donaudampfschifffahrtselektrizit\u00e4tenhauptbetriebswerkbauunterbeamtengesellschaft" };
    int drawn = 0;
    (void)state;

    seed = 83;
    for (int i = 0; i < FIGURES; i++) {
        rv_swim swim = { any_label(), 1 + below(uniform() < 0.5 ? 12 : MOST_ITEMS), items, { 0 } };
        rv_swim_options o = RV_SWIM_OPTIONS_INIT;
        const bool grouped = uniform() < 0.5, counted = uniform() < 0.5, judged = uniform() < 0.5, high = uniform() < 0.7;
        rv_scene *scene;
        rv_error err = { 0 };
        assert_int_equal(rv_light_scale_of(&swim.scale, words, 3, NULL), RV_OK);
        for (size_t k = 0; k < swim.n; k++)
            items[k] = (rv_swim_item){ any_label(), domains[below(6)], (rv_swim_way)below(RV_SWIM_WAYS), counted ? floor(1e5 * uniform()) : NAN,
                                       judged ? words[below(3)] : "", grouped ? groups[below(3)] : "", high ? (double)(1 + below(6)) : NAN };
        o.width = widths[below(4)];
        if (rv_plot_effect_direction(&scene, &swim, &o, &err) == RV_OK) {
            drawn++;
            check(scene, "direction", i);
            rv_scene_free(scene);
        } else {
            assert_non_null(strstr(err.message, "too narrow for"));
        }
        if (rv_plot_harvest(&scene, &swim, &o, &err) != RV_OK)
            fail_msg("harvest %d: %s", i, err.message);
        check(scene, "harvest", i);
        rv_scene_free(scene);
    }
    assert_true(drawn > FIGURES / 2);
}

/* ---- Agreement ----------------------------------------------------------------------------------------------------- */

static void names_of_periods_do_not_overlap(void **state)
{
    rv_agreement_period periods[30];
    (void)state;

    seed = 84;
    for (int i = 0; i < FIGURES; i++) {
        const rv_agreement_course course = { any_label(), 1 + below(30), periods };
        const rv_agreement_options o = { widths[below(4)], NULL };
        const bool ac1 = uniform() < 0.5, limits = uniform() < 0.7;
        rv_scene *scene;
        rv_error err = { 0 };
        for (size_t k = 0; k < course.n; k++) {
            const double kappa = 1.4 * uniform() - 0.4, half = uniform();
            periods[k] = (rv_agreement_period){ any_label(), floor(1 + 300 * uniform()), k && uniform() < 0.1 ? NAN : kappa, limits ? kappa - half : NAN,
                                                limits ? kappa + half : NAN, ac1 ? uniform() : NAN, NAN, NAN };
        }
        if (rv_plot_agreement(&scene, &course, &o, &err) != RV_OK)
            fail_msg("agreement %d: %s", i, err.message);
        check(scene, "agreement", i);
        rv_scene_free(scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lights_and_bars_do_not_overlap),
        cmocka_unit_test(maps_do_not_overlap),
        cmocka_unit_test(directions_and_harvests_do_not_overlap),
        cmocka_unit_test(names_of_periods_do_not_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
