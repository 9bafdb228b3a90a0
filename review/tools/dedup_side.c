#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "tools/dedup_side.h"

enum { LABEL = 9, NARROWEST = 44, WORDS = 120 };

typedef struct {
    const char *at;
    size_t      n;
    bool        differs;
} piece;

typedef struct {
    rv_buf  text;                /* fit for a terminal */
    rv_buf  folded;              /* the words for comparing, each ended by NUL */
    piece   words[WORDS];
    size_t  folds[WORDS];        /* where the folded word begins */
    size_t  n;
} side;

/* ---- Words and which of them differ ---------------------------------------------------------------------------------------- */

static rv_status read_words(side *s, const char *given, rv_error *err)
{
    const char *at;
    rv_status st = RV_OK;

    rv_buf_clear(&s->text);
    rv_buf_clear(&s->folded);
    s->n = 0;
    rv_utf8_printable(&s->text, given ? given : "", given ? strlen(given) : 0);
    for (at = rv_buf_str(&s->text); st == RV_OK && *(at += strspn(at, " ")) && s->n < WORDS; at += s->words[s->n++].n) {
        s->words[s->n] = (piece){ .at = at, .n = strcspn(at, " ") };
        s->folds[s->n] = s->folded.length;
        st = rv_utf8_fold(&s->folded, at, s->words[s->n].n, err);
        rv_buf_add(&s->folded, "", 1);
    }
    if (*at)                                     /* long abstracts end where the words do */
        s->words[s->n - 1] = (piece){ .at = "...", .n = 3 };
    return st == RV_OK ? rv_buf_check(&s->text, err) == RV_OK ? rv_buf_check(&s->folded, err) : RV_ENOMEM : st;
}

static bool alike(const side *a, size_t i, const side *b, size_t j)
{
    return strcmp(a->folded.data + a->folds[i], b->folded.data + b->folds[j]) == 0;
}

/* Punctuation alone says nothing. */
static bool says(const side *s, size_t i)
{
    return s->folded.data[s->folds[i]] != '\0';
}

/* Marks the words that are in no longest common sequence of the two. */
static void mark_words(side *a, side *b)
{
    static unsigned char longest[WORDS + 1][WORDS + 1];
    size_t i, j;

    for (i = 0; i <= a->n; i++)
        longest[i][b->n] = 0;
    for (j = 0; j <= b->n; j++)
        longest[a->n][j] = 0;
    for (i = a->n; i-- > 0;)
        for (j = b->n; j-- > 0;)
            longest[i][j] = alike(a, i, b, j) ? (unsigned char)(longest[i + 1][j + 1] + 1)
                            : longest[i + 1][j] > longest[i][j + 1] ? longest[i + 1][j] : longest[i][j + 1];
    for (i = j = 0; i < a->n || j < b->n;) {
        if (i < a->n && j < b->n && alike(a, i, b, j))
            i++, j++;
        else if (j == b->n || (i < a->n && longest[i + 1][j] >= longest[i][j + 1]))
            a->words[i].differs = says(a, i), i++;
        else
            b->words[j].differs = says(b, j), j++;
    }
}

static bool any_differs(const side *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->words[i].differs)
            return true;
    return false;
}

/* ---- Lines ------------------------------------------------------------------------------------------------------------------- */

static size_t width_of(const char *text, size_t n)
{
    char copy[512];

    if (n >= sizeof copy)
        return n;
    memcpy(copy, text, n);
    copy[n] = '\0';
    return rv_utf8_width(copy);
}

/* Bytes of the character that begins at `text`, with the marks that stand on it. */
static size_t character(const char *text, size_t n)
{
    size_t end = 0;

    do
        for (end++; end < n && ((unsigned char)text[end] & 0xC0) == 0x80; end++)
            ;
    while (end < n && width_of(text, end + 1) > 0 && (unsigned char)text[end] >= 0xCC && (unsigned char)text[end] <= 0xCD);
    return end;
}

typedef struct {
    const side *s;
    size_t      word, offset;    /* the next to be written */
} cursor;

/* As much of the word as fits into `width`; at least a character. */
static size_t fitting(const char *text, size_t n, size_t width)
{
    size_t end = 0;

    while (end < n) {
        const size_t more = character(text + end, n - end);
        if (end && width_of(text, end + more) > width)
            break;
        end += more;
    }
    return end;
}

static void turn(rv_buf *out, bool on, bool colour)
{
    rv_buf_text(out, !colour ? "*" : on ? "\033[1;33m" : "\033[0m");
}

/* Writes one line of a column and fills it up to `width`; without colour a star stands on both ends of what differs. */
static void put_line(rv_buf *out, cursor *c, size_t width, bool colour)
{
    const size_t star = colour ? 0 : 1;
    size_t used = 0;
    bool marked = false;

    while (c->word < c->s->n) {
        const piece *w = &c->s->words[c->word];
        const char *text = w->at + c->offset;
        const bool begins = w->differs && !marked, ends = marked && !w->differs, blank = used && !c->offset;
        size_t n = w->n - c->offset, wide = width_of(text, n);
        const size_t spare = width > used ? width - used : 0, extra = blank + star * ((size_t)begins + ends + w->differs);

        if (wide + extra > spare) {
            if (used)
                break;
            n = fitting(text, n, spare > extra ? spare - extra : 1);
            wide = width_of(text, n);
        }
        if (ends)
            turn(out, false, colour), used += star;
        if (blank)
            rv_buf_char(out, ' '), used++;
        if (begins)
            turn(out, true, colour), used += star;
        marked = w->differs;
        rv_buf_add(out, text, n);
        used += wide;
        c->offset += n;
        if (c->offset < w->n)
            break;
        c->offset = 0;
        c->word++;
    }
    if (marked)
        turn(out, false, colour), used += star;
    for (; used < width; used++)
        rv_buf_char(out, ' ');
}

static bool over(const cursor *c)
{
    return c->word >= c->s->n;
}

static void put_field(rv_buf *out, const rv_side_field *field, const side *a, const side *b, size_t width, bool colour)
{
    cursor left = { a, 0, 0 }, right = { b, 0, 0 };
    const char mark = field->plain ? ' ' : !a->n || !b->n ? '+' : any_differs(a) || any_differs(b) ? '*' : '=';
    bool first = true;

    while (!over(&left) || !over(&right)) {
        rv_buf_printf(out, "%c %-*s ", first ? mark : ' ', LABEL, first ? field->label : "");
        put_line(out, &left, width, colour);
        rv_buf_text(out, " | ");
        put_line(out, &right, width, colour);
        while (out->length && out->data[out->length - 1] == ' ')
            out->data[--out->length] = '\0';
        rv_buf_char(out, '\n');
        first = false;
    }
}

rv_status rv_side_by_side(rv_buf *out, const rv_side_field *fields, size_t n, size_t width, bool colour, rv_error *err)
{
    const size_t column = ((width < NARROWEST ? NARROWEST : width) - LABEL - 6) / 2;
    side *sides = calloc(2, sizeof *sides);
    rv_status st = sides ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    for (size_t i = 0; st == RV_OK && i < n; i++) {
        if ((st = read_words(&sides[0], fields[i].a, err)) != RV_OK || (st = read_words(&sides[1], fields[i].b, err)) != RV_OK)
            break;
        if (!fields[i].plain && sides[0].n && sides[1].n)
            mark_words(&sides[0], &sides[1]);
        put_field(out, &fields[i], &sides[0], &sides[1], column, colour);
    }
    for (int i = 0; sides && i < 2; i++) {
        rv_buf_free(&sides[i].text);
        rv_buf_free(&sides[i].folded);
    }
    free(sides);
    return st == RV_OK ? rv_buf_check(out, err) : st;
}
