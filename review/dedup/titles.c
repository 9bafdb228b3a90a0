/* Two titles side by side. */
#include <config.h>

#include <string.h>

#include "dedup/entry.h"

bool rv_titles_told_apart(const rv_title *a, const rv_title *b)
{
    return a->marks != b->marks || strcmp(a->digits, b->digits) != 0;
}

static size_t shared_words(const rv_title *a, const rv_title *b)
{
    size_t i = 0, j = 0, shared = 0;

    while (i < a->n_words && j < b->n_words) {
        if (a->hashes[i] == b->hashes[j])
            i++, j++, shared++;
        else if (a->hashes[i] < b->hashes[j])
            i++;
        else
            j++;
    }
    return shared;
}

/* Edits (insert, drop, change, swap neighbours) between two words, or 9 when there are more than two or the words are long. */
static int edits(const char *a, size_t n, const char *b, size_t m)
{
    enum { LONG = 48 };
    int rows[3][LONG + 1];

    if (n > LONG || m > LONG || n > m + 2 || m > n + 2)
        return 9;
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        now[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            int least = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (last[j] + 1 < least)
                least = last[j] + 1;
            if (now[j - 1] + 1 < least)
                least = now[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < least)
                least = before[j - 2] + 1;
            now[j] = least;
        }
    }
    return rows[n % 3][m] > 2 ? 9 : rows[n % 3][m];
}

/* A slip of the pen or another spelling, not another word: one edit in a word of five letters, two late in a long one.
   "hypertension" and "hypotension", "men" and "women" are other words. */
bool rv_words_slip(const char *a, const char *b)
{
    const size_t n = strlen(a), m = strlen(b), least = n < m ? n : m;
    int cost;

    if (least < 5)
        return false;
    cost = edits(a, n, b, m);
    if (cost <= 1)
        return true;
    return cost == 2 && least >= 9 && strncmp(a, b, 5) == 0;
}

static bool light(const char *word)
{
    static const char *const words[] = { "a", "an", "the", "of", "in", "and", "on", "for", "to", "by", "from", "at", "as", "s", "is" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

enum { LEFT_MAX = 12 };

/* The words of `a` that `b` has not, as often as they stand; false when there are too many. */
static bool left_over(const rv_title *a, const rv_title *b, const char *left[LEFT_MAX], size_t *n)
{
    bool used[256] = { false };

    *n = 0;
    for (size_t i = 0; i < a->n_words; i++) {
        size_t j = 0;
        while (j < b->n_words && (used[j] || strcmp(a->words[i], b->words[j]) != 0))
            j++;
        if (j < b->n_words)
            used[j] = true;
        else if (*n == LEFT_MAX)
            return false;
        else
            left[(*n)++] = a->words[i];
    }
    return true;
}

/* "on line" and "online": the same letters, other blanks. */
static bool same_letters(const char *const *a, size_t n, const char *const *b, size_t m)
{
    char x[256] = "", y[256] = "";
    size_t at = 0, to = 0;

    for (size_t i = 0; i < n; i++)
        for (const char *c = a[i]; *c; c++)
            if (at < sizeof x - 1)
                x[at++] = *c;
    for (size_t i = 0; i < m; i++)
        for (const char *c = b[i]; *c; c++)
            if (to < sizeof y - 1)
                y[to++] = *c;
    return at && at == to && at < sizeof x - 1 && memcmp(x, y, at) == 0;
}

static bool near(const rv_title *a, const rv_title *b)
{
    const char *x[LEFT_MAX], *y[LEFT_MAX];
    size_t n, m, slips = 0, lights = 0;
    bool taken[LEFT_MAX] = { false };

    if (!left_over(a, b, x, &n) || !left_over(b, a, y, &m))
        return false;
    if (same_letters(x, n, y, m))
        return true;
    for (size_t i = 0; i < n; i++) {
        size_t j = 0;
        while (j < m && (taken[j] || !rv_words_slip(x[i], y[j])))
            j++;
        if (j < m)
            taken[j] = true, slips++;
        else if (light(x[i]))
            lights++;
        else
            return false;
    }
    for (size_t j = 0; j < m; j++)
        if (!taken[j]) {
            if (!light(y[j]))
                return false;
            lights++;
        }
    return slips <= 1 + a->n_words / 6 && lights <= 2;
}

/* One is the beginning of the other, broken off where a subtitle begins or long enough to stand alone. */
static bool cut(const rv_title *a, const rv_title *b)
{
    const rv_title *s = a->n_words < b->n_words ? a : b, *l = s == a ? b : a;

    if (s->n_words < 4 || s->n_squeezed < 20 || s->n_words == l->n_words || s->marks != l->marks)
        return false;
    if (l->n_main != s->n_words && s->n_words < 8)
        return false;
    return strncmp(l->squeezed, s->squeezed, s->n_squeezed) == 0 && strncmp(l->digits, s->digits, strlen(s->digits)) == 0;
}

rv_titles_grade rv_titles_compare(const rv_title *a, const rv_title *b)
{
    size_t shared;

    if (!a->n_words || !b->n_words)
        return RV_TITLES_MISSING;
    if (strcmp(a->squeezed, b->squeezed) == 0)
        return RV_TITLES_EQUAL;
    if (cut(a, b))
        return RV_TITLES_CUT;
    if (rv_titles_told_apart(a, b))
        return RV_TITLES_DIFFERENT;
    shared = shared_words(a, b);
    if (shared + LEFT_MAX >= a->n_words && shared + LEFT_MAX >= b->n_words && (2 * shared >= a->n_words || a->n_words < 6)
        && near(a, b))
        return RV_TITLES_NEAR;
    return 10 * 2 * shared >= 6 * (a->n_words + b->n_words) ? RV_TITLES_SIMILAR : RV_TITLES_DIFFERENT;
}
