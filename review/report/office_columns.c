/* How wide the columns of a printed table are: as wide as their words need, then as their lines would like. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "report/office.h"

/* What a cell keeps free; how much wider bold is; and what of a word or line is taken into account, in ems. */
static const double margins = 7.5, bold = 1.08, long_word = 11, long_line = 26, longest_line = 300, short_line = 12;

typedef struct { double word, line; } rv_office_extent;

/* The width of Liberation Sans, in ems, near enough: rather too wide. */
static double width_of(int32_t point)
{
    if (point >= 0x1100)
        return point >= 0x2000 && point < 0x2E80 ? 0.58 : 1;
    if (point < 0x80 && strchr("iljIft.,:;!'|()[]/ ", point))
        return 0.32;
    if (point < 0x80 && strchr("mwMW%@&", point))
        return 0.88;
    return point >= 'A' && point <= 'Z' ? 0.72 : 0.56;
}

static void extend(rv_office_extent *e, const char *text)
{
    double line = 0, word = 0;
    int32_t point, before = 0;

    for (size_t n = strlen(text), step; n; text += step, n -= step) {
        step = rv_utf8_point(text, n, &point);
        /* a word may also end after a hyphen, but not in a date, and anywhere in scripts without blanks */
        word = point == ' ' || point == '\n' ? 0 : word + width_of(point);
        line = point == '\n' ? 0 : line + width_of(point);
        e->word = fmax(e->word, word);
        e->line = fmax(e->line, line);
        if ((point == '-' && !(before >= '0' && before <= '9')) || point >= 0x2E80)
            word = 0;
        before = point;
    }
}

/* The longest word and line of a column and of its head. */
static void measure(const rv_grid_view *v, size_t c, rv_office_extent *cells, rv_office_extent *head)
{
    rv_grid_seen seen = RV_GRID_SEEN_INIT;
    rv_buf text = RV_BUF_INIT;

    *cells = *head = (rv_office_extent){ 0.5, 0.5 };
    extend(head, v->columns[c].head);
    for (size_t r = 0; r < rv_grid_rows(v->grid); r++) {
        if (rv_grid_section_words(v->grid, r))
            continue;
        rv_grid_see(v, r, c, &seen);
        rv_buf_clear(&text);
        rv_office_cell(&v->columns[c], &seen, &text);
        extend(cells, rv_buf_str(&text));
        cells->line += 0.4 * (seen.mark > 0);
        cells->word += 0.4 * (seen.mark > 0 && cells->word < 8);
    }
    rv_buf_free(&text);
    rv_grid_seen_free(&seen);
}

/* Each as wide as its words, names and other short lines as wide as they are where that leaves room; what is left goes, bit by bit, to
   the column that now has the most lines. */
static void share(rv_office_columns *out, const double *least, const double *line, size_t n, double em, double room)
{
    enum { STEPS = 200 };
    double short_lines[RV_GRID_COLUMNS], given = 0, bit;

    for (size_t c = 0; c < n; c++)
        given += short_lines[c] = fmax(least[c], fmin(line[c], short_line * em) + margins);
    if (given <= 0.8 * room) {
        memcpy(out->width, short_lines, n * sizeof *short_lines);
    } else {
        memcpy(out->width, least, n * sizeof *least);
        given = out->least;
    }
    bit = (room - given) / STEPS;
    for (int i = 0; i < STEPS; i++) {
        size_t most = 0;

        for (size_t c = 1; c < n; c++)
            if (line[c] / (out->width[c] - margins) > line[most] / (out->width[most] - margins))
                most = c;
        out->width[most] += bit;
    }
}

static void at_size(const rv_office_extent *cells, const rv_office_extent *heads, size_t n, int size, double room, rv_office_columns *out)
{
    double want[RV_GRID_COLUMNS], least[RV_GRID_COLUMNS], wanted = 0;
    const double em = size / 2.0;

    *out = (rv_office_columns){ .size = size };
    for (size_t c = 0; c < n; c++) {
        least[c] = em * fmax(fmin(cells[c].word, long_word), bold * fmin(heads[c].word, long_word)) + margins;
        want[c] = fmax(least[c], em * fmax(fmin(cells[c].line, long_line), bold * fmin(heads[c].line, long_line / 3)) + margins);
        out->least += least[c];
        wanted += want[c];
    }
    for (size_t c = 0; c < n; c++)
        out->width[c] = wanted <= room ? want[c] : least[c] * fmin(1, room / out->least);
    if (wanted > room && out->least < room) {
        for (size_t c = 0; c < n; c++)
            want[c] = em * fmax(fmin(cells[c].line, longest_line), bold * fmin(heads[c].line, long_line / 3));
        share(out, least, want, n, em, room);
    }
    for (size_t c = 0; c < n; c++)
        out->total += out->width[c];
}

void rv_office_columns_of(const rv_grid_view *v, double room, rv_office_columns *out)
{
    rv_office_extent cells[RV_GRID_COLUMNS], heads[RV_GRID_COLUMNS];
    double total;

    for (size_t c = 0; c < v->n; c++)
        measure(v, c, &cells[c], &heads[c]);
    for (int size = RV_OFFICE_CELL_SIZE; size >= RV_OFFICE_SMALL; size--) {
        at_size(cells, heads, v->n, size, room, out);
        if (out->least <= room)
            break;
    }
    /* A table that nearly fills the page fills it. */
    total = out->total;
    for (size_t c = 0; c < v->n && total > 0.7 * room; c++)
        out->width[c] *= room / total;
    out->total = total > 0.7 * room ? room : total;
}

bool rv_office_is_wide(const rv_grid *grid, double room, double wider)
{
    enum { FEW = 6, STILL_GOOD = 15 };
    rv_grid_view view;
    rv_office_columns columns;

    if (wider <= room || (grid->wide && rv_grid_rows(grid) > FEW))
        return wider > room;
    rv_grid_view_of(grid, &view);
    rv_office_columns_of(&view, room, &columns);
    return columns.least > room || columns.size < STILL_GOOD;
}
