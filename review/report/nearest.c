/* The names nearest to one that there is not, by the fewest letters to change. */
#include <config.h>

#include <string.h>

#include "report/fields.h"

enum { LONGEST = RV_NEAREST_NAME - 1 };

/* Letters to add, take away or change: Levenshtein's distance, a row at a time. */
static size_t distance(const char *a, const char *b)
{
    const size_t n = strnlen(a, LONGEST), m = strnlen(b, LONGEST);
    size_t row[LONGEST + 1];

    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t corner = row[0];

        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            const size_t change = corner + (a[i - 1] != b[j - 1]), add = row[j - 1] + 1, drop = row[j] + 1;
            corner = row[j];
            row[j] = change < add ? change : add;
            row[j] = row[j] < drop ? row[j] : drop;
        }
    }
    return row[m];
}

void rv_nearest_offer(rv_nearest *near, const char *name)
{
    const size_t d = distance(near->asked, name), longest = strlen(near->asked);
    size_t at = near->n;

    if (d > longest / 2 + 1 || strlen(name) > LONGEST)
        return;
    while (at > 0 && d < near->distance[at - 1])
        at--;
    if (at == RV_NEAREST)
        return;
    if (near->n < RV_NEAREST)
        near->n++;
    for (size_t i = near->n - 1; i > at; i--) {
        memcpy(near->name[i], near->name[i - 1], RV_NEAREST_NAME);
        near->distance[i] = near->distance[i - 1];
    }
    strcpy(near->name[at], name);
    near->distance[at] = d;
}

void rv_nearest_words(const rv_nearest *near, rv_buf *out)
{
    for (size_t i = 0; i < near->n; i++)
        rv_buf_printf(out, "%s%s", i ? ", " : near->n > 1 ? "; near are " : "; near is ", near->name[i]);
}
