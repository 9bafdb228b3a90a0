#include <config.h>

#include <string.h>

#include "plot/palette.h"

const rv_palette_colour rv_palette[RV_PALETTE] = {
    { RV_INK, "#ececec" },     { RV_FAINT, "#bdbdbd" },   { RV_PAPER, "#15181c" },   { RV_GUIDE, "#8f8f8f" },
    { RV_GRID, "#3a3f45" },    { RV_SHADE_1, "#1f2429" }, { RV_SHADE_2, "#2b3138" }, { RV_SHADE_3, "#3c444d" },
    { RV_SKY, "#5f93c7" },     { RV_BLUE, "#7fb8ec" },    { RV_ORANGE, "#f0975a" },  { RV_GREEN, "#6cc08d" },
    { RV_PURPLE, "#c29be0" },  { RV_GOLD, "#e0b64a" },    { RV_SAND, "#4a3f1c" },    { RV_MIST, "#223a52" },
    { RV_LEAF, "#24402c" },    { RV_ROSE, "#4d2c1e" },
};

int rv_palette_index(const char *colour)
{
    for (int i = 0; colour && i < RV_PALETTE; i++)
        if (strcmp(colour, rv_palette[i].light) == 0)
            return i;
    return -1;
}
