/* Two titles side by side. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "dedup/entry.h"

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

    if (least < 5 || n > m + 2 || m > n + 2 || (a[0] != b[0] && a[1] != b[1] && a[0] != b[1] && a[1] != b[0]))
        return false;
    cost = edits(a, n, b, m);
    if (cost <= 1)
        return true;
    return cost == 2 && least >= 9 && strncmp(a, b, 5) == 0;
}

static bool light(const rv_word *word)
{
    static const char *const words[] = { "a", "an", "the", "of", "in", "and", "on", "for", "to", "by", "from", "at", "as", "s", "is" };

    for (size_t i = 0; i < sizeof words / sizeof *words && word->n <= 4; i++)
        if (*words[i] == *word->text && strcmp(words[i], word->text) == 0)
            return true;
    return false;
}

enum { LEFT_MAX = 12 };

/* What two sorted lists of words do not share; `n` counts all, `words` keeps the first of them. */
typedef struct {
    const rv_word *words[LEFT_MAX];
    size_t         n, letters;
} rest;

static void leave(rest *to, const rv_word *word)
{
    if (to->n < LEFT_MAX)
        to->words[to->n] = word;
    to->n++;
    to->letters += word->n;
}

/* Letters in common words. */
static size_t share(const rv_title *a, const rv_title *b, rest *x, rest *y)
{
    size_t i = 0, j = 0, letters = 0;

    while (i < a->n_words || j < b->n_words) {
        if (j == b->n_words || (i < a->n_words && a->words[i].hash < b->words[j].hash))
            leave(x, &a->words[i++]);
        else if (i == a->n_words || b->words[j].hash < a->words[i].hash)
            leave(y, &b->words[j++]);
        else
            letters += a->words[i++].n, j++;
    }
    return letters;
}

static int by_place(const void *a, const void *b)
{
    return (int)(*(const rv_word *const *)a)->place - (int)(*(const rv_word *const *)b)->place;
}

static size_t join(rest *r, char *to, size_t size)
{
    size_t at = 0;

    qsort(r->words, r->n, sizeof *r->words, by_place);
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->words[i]->n && at < size; k++)
            to[at++] = r->words[i]->text[k];
    return at;
}

/* "on line" and "online": the same letters, other blanks. */
static bool same_letters(rest *x, rest *y)
{
    char a[256], b[256];
    size_t n;

    if (!x->n || x->letters != y->letters || x->letters >= sizeof a)
        return false;
    n = join(x, a, sizeof a);
    return n == join(y, b, sizeof b) && memcmp(a, b, n) == 0;
}

/* How what is left over pairs up. */
typedef struct {
    size_t slips, lights;        /* pairs; words that carry nothing */
    size_t heavy_a, heavy_b;     /* words that remain and mean something */
    size_t slipped;              /* letters of the pairs */
} pairing;

static pairing pair_off(const rest *x, const rest *y)
{
    pairing p = { 0 };
    bool taken[LEFT_MAX] = { false };

    for (size_t i = 0; i < x->n; i++) {
        size_t j = 0;
        while (j < y->n && (taken[j] || x->words[i]->n < 5 || y->words[j]->n < 5 || abs(x->words[i]->n - y->words[j]->n) > 2
                            || !rv_words_slip(x->words[i]->text, y->words[j]->text)))
            j++;
        if (j < y->n) {
            taken[j] = true;
            p.slips++;
            p.slipped += (size_t)(x->words[i]->n < y->words[j]->n ? x->words[i]->n : y->words[j]->n);
        } else if (light(x->words[i])) {
            p.lights++;
        } else {
            p.heavy_a++;
        }
    }
    for (size_t j = 0; j < y->n; j++)
        if (!taken[j]) {
            if (light(y->words[j]))
                p.lights++;
            else
                p.heavy_b++;
        }
    return p;
}

/* All that is left are the footnote marks of one title. */
static bool only_footnotes(const rest *r, const rv_title *of)
{
    if (!of->footnotes || r->n > of->footnotes)
        return false;
    for (size_t i = 0; i < r->n; i++)
        if (r->words[i]->n != 1 || r->words[i]->text[0] < '0' || r->words[i]->text[0] > '9')
            return false;
    return true;
}

/* One stands whole in the other: broken off where a subtitle begins, or with a heading before it or something behind. */
static bool held(const rv_title *a, const rv_title *b)
{
    const rv_title *s = a->n_words < b->n_words ? a : b, *l = s == a ? b : a;

    if (s->n_words < 4 || s->n_squeezed < 20 || s->n_words == l->n_words)
        return false;
    if (strncmp(l->squeezed, s->squeezed, s->n_squeezed) == 0)
        return l->n_main == s->n_words || s->n_words >= 8;
    return s->n_words >= 5 && s->n_squeezed >= 28 && strstr(l->squeezed, s->squeezed) != NULL;
}

rv_titles_grade rv_titles_compare(const rv_title *a, const rv_title *b, unsigned *alike)
{
    rest x = { .n = 0 }, y = { .n = 0 };
    size_t letters, all, least;
    pairing p = { .heavy_a = LEFT_MAX, .heavy_b = LEFT_MAX };
    unsigned percent;

    if (alike)
        *alike = 0;
    if (!a->n_words || !b->n_words)
        return RV_TITLES_MISSING;
    if (a->hash == b->hash && strcmp(a->squeezed, b->squeezed) == 0) {
        if (alike)
            *alike = 100;
        return RV_TITLES_EQUAL;
    }
    letters = share(a, b, &x, &y);
    all = 2 * letters + x.letters + y.letters;
    least = a->n_words < b->n_words ? a->n_words : b->n_words;
    if (x.n <= LEFT_MAX && y.n <= LEFT_MAX && 5 * letters >= all) {
        p = pair_off(&x, &y);
        letters += p.slipped;
    }
    percent = (unsigned)(all ? 200 * letters / all : 0);
    if (percent > 99)
        percent = 99;
    if (alike)
        *alike = percent;
    if (x.n <= LEFT_MAX && y.n <= LEFT_MAX
        && (same_letters(&x, &y) || (!p.heavy_a && !p.heavy_b && p.slips <= 1 + least / 6 && p.lights <= 2)
            || (!x.n && only_footnotes(&y, b)) || (!y.n && only_footnotes(&x, a))))
        return RV_TITLES_NEAR;
    if (held(a, b) || ((!p.heavy_a || !p.heavy_b) && least >= 6 && percent >= 60 && a->n_squeezed >= 40 && b->n_squeezed >= 40))
        return RV_TITLES_CUT;
    return percent >= 80 ? RV_TITLES_CLOSE : percent >= 60 ? RV_TITLES_SIMILAR : percent >= 35 ? RV_TITLES_SOME : RV_TITLES_DIFFERENT;
}

/* True when the numbers of `s` stand in `l` in this order. */
static bool within(const rv_title *s, size_t n, const rv_title *l)
{
    size_t i = 0;

    for (size_t j = 0; j < l->n_numbers && i < n; j++)
        i += s->numbers[i] == l->numbers[j];
    return i == n;
}

unsigned rv_numbers_compare(const rv_title *a, const rv_title *b)
{
    const rv_title *s = a->n_numbers <= b->n_numbers ? a : b, *l = s == a ? b : a;
    size_t n = l->n_numbers;

    if (!l->n_numbers)
        return 0;
    if (strcmp(a->digits, b->digits) == 0)
        return RV_NUMBERS_AGREE;
    if (!within(s, s->n_numbers, l))
        return RV_NUMBERS_CONFLICT;
    if (n > s->n_numbers && n <= s->n_numbers + l->footnotes && memcmp(s->numbers, l->numbers, s->n_numbers * sizeof *s->numbers) == 0)
        return s->n_numbers ? RV_NUMBERS_AGREE : 0;
    return RV_NUMBERS_ONE_SIDED;
}
