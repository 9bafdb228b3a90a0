/* Judgements of risk of bias: the words of the tools, and the sign and colour of each. */
#include <config.h>

#include <ctype.h>
#include <string.h>

#include "plot/forest.h"

#define MINUS "\u2212"
#define TIMES "\u00D7"

/* RoB 2, RoB 1, ROBINS-I and -E, QUADAS-2, PROBAST, JBI and the like; the signs are those of robvis. In each list the first word is
   what a key calls it. */
static const rv_forest_level levels[] = {
    { "low", "+", RV_LIGHT_LOW, false },
    { "yes", "+", RV_LIGHT_LOW, false },
    { "probably low", "+", RV_LIGHT_LOW, false },
    { "definitely low", "+", RV_LIGHT_LOW, false },
    { "low, except for concerns about uncontrolled confounding", "+", RV_LIGHT_LOW, false },
    { "some concerns", MINUS, RV_LIGHT_SOME, false },
    { "some concern", MINUS, RV_LIGHT_SOME, false },
    { "moderate", MINUS, RV_LIGHT_SOME, false },
    { "medium", MINUS, RV_LIGHT_SOME, false },
    { "partial yes", MINUS, RV_LIGHT_SOME, false },
    { "unclear", "?", RV_LIGHT_SOME, false },
    { "high", TIMES, RV_LIGHT_HIGH, false },
    { "serious", TIMES, RV_LIGHT_HIGH, false },
    { "no", TIMES, RV_LIGHT_HIGH, false },
    { "probably high", TIMES, RV_LIGHT_HIGH, false },
    { "definitely high", TIMES, RV_LIGHT_HIGH, false },
    { "critical", "!", RV_LIGHT_CRITICAL, true },
    { "very high", "!", RV_LIGHT_CRITICAL, true },
    { "very serious", "!", RV_LIGHT_CRITICAL, true },
    { "no information", "?", RV_LIGHT_NONE, false },
    { "not reported", "?", RV_LIGHT_NONE, false },
    { "not applicable", "/", RV_LIGHT_NONE, false },
    { "n/a", "/", RV_LIGHT_NONE, false },
};
enum { LEVELS = sizeof levels / sizeof *levels, LONGEST = 80 };

/* Lower case, single blanks, without "risk", "risk of bias" or "concern" at the end. */
static void plain(const char *words, char to[LONGEST])
{
    static const char *const endings[] = { " risk of bias", " risk", " concerns about applicability", " bias" };
    size_t n = 0;

    for (; *words && n + 1 < LONGEST; words++) {
        const bool blank = isspace((unsigned char)*words) || *words == '_';
        if (blank && (!n || to[n - 1] == ' '))
            continue;
        to[n++] = blank ? ' ' : (char)tolower((unsigned char)*words);
    }
    while (n && to[n - 1] == ' ')
        n--;
    to[n] = 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t m = strlen(endings[i]);
        if (n > m && strcmp(to + n - m, endings[i]) == 0) {
            to[n - m] = 0;
            return;
        }
    }
}

const rv_forest_level *rv_forest_level_of(const char *words)
{
    char text[LONGEST];

    plain(words, text);
    for (size_t i = 0; i < LEVELS; i++)
        if (strcmp(levels[i].words, text) == 0)
            return &levels[i];
    return NULL;
}

void rv_forest_levels_list(rv_buf *out)
{
    for (size_t i = 0; i < LEVELS; i++)
        if (strlen(levels[i].words) < 20)
            rv_buf_printf(out, "%s%s", out->length ? ", " : "", levels[i].words);
}
