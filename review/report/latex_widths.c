/* Widths of columns: numbers take what they need, texts share what is left. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "report/latex_widths.h"

/* Words longer than this are broken, so no column needs more for them. */
enum { LONGEST_WORD = 14 };

/* Heads are bold. */
#define BOLD 1.22

typedef struct {
    double word, whole, sum;      /* characters: of the longest word, of the longest text, of all texts */
    size_t rows;
} needs;

/* Capitals are wider than other letters. */
static double characters(const char *text, size_t bytes)
{
    double n = 0;

    for (size_t i = 0; i < bytes; i++)
        n += (text[i] >= 'A' && text[i] <= 'Z' ? 1.35 : ((unsigned char)text[i] & 0xC0) != 0x80);
    return n;
}

static double longest_word(const char *text)
{
    double longest = 0;

    for (size_t n; *text; text += n + (text[n] != '\0'))
        longest = fmax(longest, characters(text, n = strcspn(text, " \n\t")));
    return fmin(longest, LONGEST_WORD);
}

static void count(const rv_grid_view *v, size_t c, needs *need)
{
    rv_grid_seen seen = RV_GRID_SEEN_INIT;
    const rv_grid_seen_column *s = &v->columns[c];

    *need = (needs){ .word = BOLD * longest_word(s->head) };
    for (size_t r = 0; r < v->grid->n_rows; r++) {
        double n;

        if (rv_grid_section_words(v->grid, r))
            continue;
        rv_grid_see(v, r, c, &seen);
        n = characters(rv_buf_str(&seen.text), seen.text.length);
        need->sum += n;
        need->whole = fmax(need->whole, n);
        if (!seen.number)
            need->word = fmax(need->word, longest_word(rv_buf_str(&seen.text)));
        need->rows++;
    }
    if (s->number) {
        need->whole = (double)(s->width[0] + s->width[1] + s->width[2]) + (s->range ? 4 : 0);
        need->word = fmax(need->word, need->whole);
    }
    rv_grid_seen_free(&seen);
}

double rv_latex_least(const rv_grid_view *v, double character, double gap)
{
    double least = gap * (double)(v->n ? v->n - 1 : 0);

    for (size_t c = 0; c < v->n; c++) {
        needs need;
        count(v, c, &need);
        least += character * fmax(need.word, 2);
    }
    return least;
}

void rv_latex_widths(const rv_grid_view *v, double room, double character, double gap, double width[RV_GRID_COLUMNS])
{
    needs need[RV_GRID_COLUMNS];
    double least = 0, left, shares = 0;

    room -= gap * (double)(v->n ? v->n - 1 : 0);
    for (size_t c = 0; c < v->n; c++) {
        count(v, c, &need[c]);
        width[c] = character * fmax(need[c].word, 2);
        least += width[c];
    }
    for (size_t c = 0; least > room && c < v->n; c++)
        width[c] *= room / least;
    /* What texts still want grows slower than what they hold: lines of a long text cost little beside the rows of a short one. */
    left = room - least;
    for (size_t c = 0; left > 0 && c < v->n; c++)
        if (!v->columns[c].number)
            shares += sqrt(need[c].sum + 1);
    for (int again = 0; again < 4 && left > 0.5 && shares > 0; again++) {
        const double sum = shares, all = left;

        shares = 0;
        for (size_t c = 0; c < v->n; c++) {
            const double wanted = character * need[c].whole + 1 - width[c];

            if (v->columns[c].number || wanted <= 0)
                continue;
            const double more = fmin(wanted, all * sqrt(need[c].sum + 1) / sum);
            width[c] += more;
            left -= more;
            shares += more < wanted ? sqrt(need[c].sum + 1) : 0;
        }
    }
}
