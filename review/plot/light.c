/* One light: a disc that says its judgement by colour, by sign and by outline. */
#include <config.h>

#include <string.h>
#include <strings.h>

#include "plot/light.h"

const char *const rv_light_palettes[] = { "ours", "cochrane", NULL };
enum { PALETTES = 2 };

/* Signs on dark grounds are light. */
static const struct { const char *fill, *ink; } looks[PALETTES][RV_LIGHT_COLOURS] = {
    { { RV_LIGHT_LOW, RV_ON_LIGHT }, { RV_LIGHT_FAIRLY, RV_ON_LIGHT }, { RV_LIGHT_SOME, RV_ON_LIGHT }, { RV_LIGHT_POORLY, RV_ON_LIGHT },
      { RV_LIGHT_HIGH, RV_ON_LIGHT }, { RV_LIGHT_CRITICAL, RV_ON_DARK }, { RV_LIGHT_NONE, RV_ON_LIGHT } },
    { { RV_COCHRANE_LOW, RV_ON_LIGHT }, { RV_LIGHT_FAIRLY, RV_ON_LIGHT }, { RV_COCHRANE_SOME, RV_ON_LIGHT }, { RV_LIGHT_POORLY, RV_ON_LIGHT },
      { RV_COCHRANE_HIGH, RV_ON_DARK }, { RV_COCHRANE_CRITICAL, RV_ON_DARK }, { RV_COCHRANE_NONE, RV_ON_LIGHT } },
};

static int known(int palette)
{
    return palette > 0 && palette < PALETTES ? palette : 0;
}

const char *rv_light_fill(rv_light_colour colour, int palette)
{
    return looks[known(palette)][colour].fill;
}

const char *rv_light_ink(rv_light_colour colour, int palette)
{
    return looks[known(palette)][colour].ink;
}

void rv_light_disc(rv_canvas *c, double x, double y, double radius, const rv_light *light, int palette)
{
    const rv_face sign = { 8, true, light ? rv_light_ink(light->colour, palette) : RV_INK };

    if (!light) {
        rv_scene_circle(c->scene, x, y, radius, (rv_look){ .stroke = RV_GUIDE, .line = 0.7, .dashed = true });
        return;
    }
    rv_scene_circle(c->scene, x, y, radius, (rv_look){ .fill = rv_light_fill(light->colour, palette), .stroke = RV_INK, .line = 0.8 });
    rv_canvas_words_at(c, x, y, RV_ANCHOR_MIDDLE, &sign, 4 * radius, 1, light->sign);
}

int rv_light_find(const rv_light_scale *scale, const char *word)
{
    const size_t n = strlen(word);
    int found = -1;

    for (size_t i = 0; i < scale->n; i++)
        if (strcasecmp(scale->light[i].word, word) == 0)
            return (int)i;
    for (size_t i = 0; i < scale->n && n; i++)
        if (strncasecmp(scale->light[i].word, word, n) == 0) {
            if (found >= 0)
                return -1;
            found = (int)i;
        }
    return found;
}
