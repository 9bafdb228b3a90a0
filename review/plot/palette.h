/* The colours of figures, each with its counterpart on a dark page. Told apart by people who do not see red, green or blue well, and in
   grey; none is ever the only carrier of what it says. */
#ifndef RV_PLOT_PALETTE_H
#define RV_PLOT_PALETTE_H

#define RV_INK      "#1a1a1a"      /* words, axes, outlines */
#define RV_FAINT    "#4d4d4d"      /* words that say less */
#define RV_PAPER    "#ffffff"      /* the page, and what is hollow */
#define RV_GUIDE    "#8c8c8c"      /* lines that guide the eye */
#define RV_GRID     "#d9d9d9"      /* lines that should hardly be seen */
#define RV_SHADE_1  "#f0f0f0"      /* areas, from the lightest */
#define RV_SHADE_2  "#dcdcdc"
#define RV_SHADE_3  "#c2c2c2"
#define RV_SKY      "#6699cc"      /* studies */
#define RV_BLUE     "#1f5a8c"      /* what a model says of them */
#define RV_ORANGE   "#c55a11"      /* what must not be overlooked */
#define RV_GREEN    "#2f7d4f"
#define RV_PURPLE   "#7a4a9a"
#define RV_GOLD     "#b8860b"
#define RV_SAND     "#f7e3af"      /* grounds of words and bands */
#define RV_MIST     "#c9dcee"
#define RV_LEAF     "#d5e8d4"
#define RV_ROSE     "#f6d5c3"
/* Judgements: the same on every page, each with a sign in it and an outline around it. */
#define RV_LIGHT_LOW        "#56b4e9"
#define RV_LIGHT_SOME       "#f0e442"
#define RV_LIGHT_HIGH       "#d55e00"
#define RV_LIGHT_CRITICAL   "#332288"
#define RV_LIGHT_NONE       "#fefefe"
#define RV_LIGHT_FAIRLY     "#a8dcc4"     /* between low and some, where a scale has five or six grades */
#define RV_LIGHT_POORLY     "#e69f00"     /* between some and high, where it has six */
/* Those of Cochrane's Review Manager, as the R package robvis has them: by option only, since they are too near each other in grey. */
#define RV_COCHRANE_LOW      "#02c100"
#define RV_COCHRANE_SOME     "#e2df07"
#define RV_COCHRANE_HIGH     "#bf0000"
#define RV_COCHRANE_CRITICAL "#820000"
#define RV_COCHRANE_NONE     "#4ea1f7"
#define RV_ON_LIGHT         "#111111"     /* signs on light grounds */
#define RV_ON_DARK          "#fdfdfd"     /* signs on dark ones */

typedef struct { const char *light, *dark; } rv_palette_colour;

enum { RV_PALETTE = 18 };
/* Those that change with the theme. */
extern const rv_palette_colour rv_palette[RV_PALETTE];
/* Its place in rv_palette, or -1 (also for NULL): such a colour is the same in every theme. */
int rv_palette_index(const char *colour);

#endif
