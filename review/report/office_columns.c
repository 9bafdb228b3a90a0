/* How wide the columns of a printed table are: as wide as their words need, then as their lines would like. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "report/office.h"

/* Of Liberation Sans, in parts of the size: a letter on average, with room for wide words; one in bold; what a cell keeps free. */
static const double letter = 0.53, bold = 0.60, margins = 8;
enum { LONG_WORD = 22, LONG_LINE = 52 };

typedef struct { size_t word, line; } rv_office_extent;

static void extend(rv_office_extent *e, const char *text)
{
    size_t line = 0, word = 0;

    for (const char *c = text; ; c++) {
        const bool end = !*c || *c == '\n', blank = *c == ' ' || end;
        const size_t n = strcspn(c, " \n");
        char piece[256];

        if (!blank && word == 0) {
            const size_t most = n < sizeof piece - 1 ? n : sizeof piece - 1;
            memcpy(piece, c, most);
            piece[most] = '\0';
            word = rv_utf8_width(piece) + (n - most);
            line += word;
            e->word = word > e->word ? word : e->word;
            c += n - 1;
            continue;
        }
        word = 0;
        line += !end;
        if (end) {
            e->line = line > e->line ? line : e->line;
            line = 0;
        }
        if (!*c)
            return;
    }
}

/* The longest word and line of a column and of its head. */
static void measure(const rv_grid_view *v, size_t c, rv_office_extent *cells, rv_office_extent *head)
{
    rv_grid_seen seen = RV_GRID_SEEN_INIT;
    rv_buf text = RV_BUF_INIT;

    *cells = *head = (rv_office_extent){ 0, 0 };
    extend(head, v->columns[c].head);
    for (size_t r = 0; r < rv_grid_rows(v->grid); r++) {
        if (rv_grid_section_words(v->grid, r))
            continue;
        rv_grid_see(v, r, c, &seen);
        rv_buf_clear(&text);
        rv_office_cell(&v->columns[c], &seen, &text);
        extend(cells, rv_buf_str(&text));
        cells->word += seen.mark && cells->word < 2;
    }
    rv_buf_free(&text);
    rv_grid_seen_free(&seen);
}

static double most(size_t n, size_t limit)
{
    return (double)(n < limit ? n : limit);
}

void rv_office_columns_of(const rv_grid_view *v, double size, double room, rv_office_columns *out)
{
    double want[RV_GRID_COLUMNS], least[RV_GRID_COLUMNS], wanted = 0;
    rv_office_extent cells, head;

    *out = (rv_office_columns){ .total = 0 };
    for (size_t c = 0; c < v->n; c++) {
        measure(v, c, &cells, &head);
        least[c] = size * fmax(letter * most(cells.word, LONG_WORD), bold * most(head.word, LONG_WORD)) + margins;
        want[c] = size * fmax(letter * most(cells.line, LONG_LINE), bold * most(head.line, LONG_LINE / 3)) + margins;
        want[c] = fmax(want[c], least[c]);
        out->least += least[c];
        wanted += want[c];
    }
    for (size_t c = 0; c < v->n; c++) {
        if (wanted <= room)
            out->width[c] = want[c];
        else if (out->least < room)
            out->width[c] = least[c] + (want[c] - least[c]) * (room - out->least) / (wanted - out->least);
        else
            out->width[c] = least[c] * room / out->least;
        out->total += out->width[c];
    }
    /* A table that nearly fills the page fills it. */
    for (size_t c = 0; c < v->n && out->total > 0.7 * room && out->total < room; c++)
        out->width[c] *= room / out->total;
    if (out->total > 0.7 * room)
        out->total = room;
}

bool rv_office_is_wide(const rv_grid *grid, double size, double room, double wider)
{
    rv_grid_view view;
    rv_office_columns columns;

    if (wider <= room)
        return false;
    if (grid->wide)
        return true;
    rv_grid_view_of(grid, &view);
    rv_office_columns_of(&view, size, room, &columns);
    return columns.least > room;
}
