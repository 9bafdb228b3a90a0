/* The text of a BibTeX file as far as it is needed at a time, and where its entries begin and end.

   A brace behind a backslash does not count: exports write \{ for a brace that stands alone. Where an entry has no end that way,
   BibTeX's own rule is tried, by which it counts. An entry without any end ends where a line begins another one. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "bibtex.h"

enum { PIECE = 1 << 16, ENTRY_LIMIT = 2 << 20, COMMENT_LIMIT = 1 << 20, COMMENT_LEAST = 1 << 10, PEEK = 1 << 12 };

/* A line, or a part of a long one, in the window. */
typedef struct {
    size_t   at, number;
    uint64_t offset, next;               /* in the file's own bytes */
    bool     exact;                      /* a byte of text is a byte of the file */
    bool     repaired, control, mojibake;
    bool     percent;                    /* its line begins with % */
} piece;

struct bib_window {
    rv_lines  lines;
    rv_line   line;
    size_t    taken;                     /* bytes of `line` that are in the window */
    uint64_t  taken_own;                 /* the same in the file's own */
    bool      pending, percent, finished;
    char     *text;
    size_t    at, used, room;
    size_t    behind;                    /* where the next search begins, from `at` on */
    piece    *pieces;
    size_t    first, n_pieces, room_pieces;
    size_t    known_at;                  /* a place in the first piece whose own offset is known: each byte is counted once */
    uint64_t  known;
    size_t    comment_limit;
};

/* ---- The window ------------------------------------------------------------------------------------------------------- */

rv_status rv_bib_window_open(bib_window **window, rv_raw *raw, const char *name, const char *charset, rv_error *err)
{
    bib_window *w = calloc(1, sizeof *w);
    rv_status   st;

    *window = NULL;
    if (!w)
        return rv_fail(err, RV_ENOMEM, "out of memory reading %s", name);
    if ((st = rv_lines_begin(&w->lines, raw, name, charset, err)) != RV_OK) {
        free(w);
        return st;
    }
    w->comment_limit = COMMENT_LIMIT;
    *window = w;
    return RV_OK;
}

void rv_bib_window_close(bib_window *w)
{
    if (!w)
        return;
    rv_lines_end(&w->lines);
    free(w->text);
    free(w->pieces);
    free(w);
}

const char *rv_bib_window_charset(const bib_window *w)
{
    return w->lines.charset;
}

static rv_status no_memory(const bib_window *w, rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory reading %s", w->lines.name);
}

/* The own offset of a place at or behind `at`. */
static uint64_t own_offset(bib_window *w, size_t at, size_t *number)
{
    size_t   i = w->first;
    uint64_t own;

    while (i + 1 < w->n_pieces && w->pieces[i + 1].at <= at)
        i++;
    *number = w->pieces[i].number;
    if (i == w->first && w->known_at <= at) {
        w->known += rv_lines_own(&w->lines, w->text + w->known_at, at - w->known_at, w->pieces[i].exact);
        w->known_at = at;
        own = w->known;
    } else {
        own = w->pieces[i].offset
              + rv_lines_own(&w->lines, w->text + w->pieces[i].at, at - w->pieces[i].at, w->pieces[i].exact);
    }
    return own < w->pieces[i].next ? own : w->pieces[i].next;
}

/* What stands before `at` goes. */
static void shift(bib_window *w)
{
    size_t   i, number;
    uint64_t own = own_offset(w, w->at, &number);

    memmove(w->text, w->text + w->at, w->used - w->at + 1);
    memmove(w->pieces, w->pieces + w->first, (w->n_pieces - w->first) * sizeof *w->pieces);
    w->n_pieces -= w->first;
    w->first = 0;
    for (i = 1; i < w->n_pieces; i++)
        w->pieces[i].at -= w->at;
    w->pieces[0].at = 0;                                /* what is left of it */
    w->pieces[0].offset = w->known = own;
    w->known_at = 0;
    w->used -= w->at;
    w->at = 0;
}

static rv_status make_room(bib_window *w, size_t n, rv_error *err)
{
    size_t room;
    char  *text;

    if (w->used + n + 2 > w->room && w->at >= w->used / 2 && w->at > 0)
        shift(w);
    if (w->used + n + 2 > w->room) {
        room = 2 * w->room > w->used + n + 2 ? 2 * w->room : 2 * (w->used + n + 2);
        if (!(text = realloc(w->text, room)))
            return no_memory(w, err);
        w->text = text;
        w->room = room;
    }
    if (w->n_pieces == w->room_pieces) {
        piece *pieces = realloc(w->pieces, (2 * w->room_pieces + 64) * sizeof *pieces);

        if (!pieces)
            return no_memory(w, err);
        w->pieces = pieces;
        w->room_pieces = 2 * w->room_pieces + 64;
    }
    return RV_OK;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool has_control(const char *s, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        if ((unsigned char)s[i] < ' ' && s[i] != '\t' && s[i] != '\v' && s[i] != '\f')
            return true;
    return false;
}

static bool begins_with_percent(const rv_line *line)
{
    size_t i = 0;

    while (i < line->n && is_blank(line->bytes[i]))
        i++;
    return i < line->n && line->bytes[i] == '%';
}

/* The next piece of the file; `finished` when there is none. */
static rv_status more(bib_window *w, rv_error *err)
{
    bool      there = true;
    size_t    n;
    piece    *p;
    rv_status st;

    if (!w->pending) {
        if ((st = rv_lines_next(&w->lines, &w->line, &there, err)) != RV_OK)
            return st;
        w->pending = there;
        w->finished = !there;
        w->taken = 0;
        w->taken_own = 0;
        if (!there)
            return RV_OK;
        w->percent = begins_with_percent(&w->line);
    }
    n = w->line.n - w->taken < PIECE ? w->line.n - w->taken : PIECE;
    if ((st = make_room(w, n, err)) != RV_OK)
        return st;
    p = &w->pieces[w->n_pieces++];
    *p = (piece){ .at = w->used, .number = w->line.number, .offset = w->line.offset + w->taken_own, .next = w->line.next,
                  .repaired = w->line.repaired, .percent = w->percent,
                  .control = w->line.control && has_control(w->line.bytes + w->taken, n),
                  .exact = w->lines.unit == 1 && !(w->line.high && (w->lines.legacy || w->line.repaired)),
                  .mojibake = w->line.high && rv_line_mojibake(w->line.bytes + w->taken, n) };
    memcpy(w->text + w->used, w->line.bytes + w->taken, n);
    if (w->n_pieces == 1) {
        w->known_at = p->at;
        w->known = p->offset;
    }
    w->taken_own += rv_lines_own(&w->lines, w->line.bytes + w->taken, n, p->exact);
    w->taken += n;
    w->used += n;
    if (w->taken == w->line.n) {
        w->text[w->used++] = '\n';
        w->pending = false;
    }
    w->text[w->used] = '\0';
    return RV_OK;
}

/* Moves `at`; the piece in which it stands becomes the first. */
static void go_to(bib_window *w, size_t at)
{
    size_t before = w->first;

    w->at = at;
    while (w->first + 1 < w->n_pieces && w->pieces[w->first + 1].at <= at)
        w->first++;
    if (w->n_pieces == 0)
        return;
    if (w->first != before || w->known_at < w->pieces[w->first].at) {
        w->known_at = w->pieces[w->first].at;
        w->known = w->pieces[w->first].offset;
    }
}

/* ---- Where an entry begins -------------------------------------------------------------------------------------------- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool rv_bib_head(const char *s, size_t n, size_t *name, size_t *n_name, size_t *open)
{
    size_t i = 1;

    while (i < n && is_blank(s[i]))
        i++;
    *name = i;
    while (i < n && is_word(s[i]) && i - *name < 40)
        i++;
    *n_name = i - *name;
    while (i < n && is_blank(s[i]))
        i++;
    *open = i;
    return i < n && *n_name > 0 && (s[i] == '{' || s[i] == '(');
}

/* The same with as much text as it takes; `at` is where the "@" stands, from w->at on. */
static rv_status head_at(bib_window *w, size_t at, bool *found, bib_entry *e, rv_error *err)
{
    rv_status st = RV_OK;

    for (;;) {
        size_t left = w->used - w->at - at;

        *found = rv_bib_head(w->text + w->at + at, left, &e->name, &e->n_name, &e->open);
        if (*found || w->finished || e->open < left || left > PEEK)
            return st;
        if ((st = more(w, err)) != RV_OK)
            return st;
    }
}

static bool is_called(const bib_window *w, size_t at, const bib_entry *e, const char *name)
{
    const char *s = w->text + w->at + at + e->name;
    size_t      i;

    for (i = 0; i < e->n_name && name[i]; i++)
        if ((s[i] | 0x20) != name[i])
            return false;
    return i == e->n_name && !name[i];
}

/* A line within an entry begins another one when a key and a comma follow, or when it defines something. */
static rv_status begins_entry(bib_window *w, size_t at, bool *yes, rv_error *err)
{
    bib_entry   e;
    const char *s;
    rv_status   st = head_at(w, at, yes, &e, err);

    if (st != RV_OK || !*yes || is_called(w, at, &e, "string") || is_called(w, at, &e, "comment")
        || is_called(w, at, &e, "preamble"))
        return st;
    for (s = w->text + w->at + at + e.open + 1; *s && *s != ',' && *s != '\n'; s++)
        if (*s == '}' || *s == '{' || *s == '"' || *s == '=') {
            *yes = *s == '=';
            return st;
        }
    return st;
}

/* The place of the next entry's "@", which becomes `at`; `*found` is false at the end of the file. */
static rv_status find_entry(bib_window *w, bool *found, bib_entry *e, rv_error *err)
{
    rv_status st;

    for (*found = false;;) {
        char *s = w->at < w->used ? memchr(w->text + w->at, '@', w->used - w->at) : NULL;

        go_to(w, s ? (size_t)(s - w->text) : w->used);
        if (!s) {
            if (w->finished)
                return RV_OK;
            if ((st = more(w, err)) != RV_OK)
                return st;
        } else if (w->pieces[w->first].percent) {       /* a line that is commented out */
            char *end = memchr(s, '\n', w->used - w->at);

            go_to(w, end ? (size_t)(end - w->text) : w->used);
        } else if (w->at > 0 && is_word(s[-1])) {       /* an e-mail address */
            go_to(w, w->at + 1);
        } else {
            if ((st = head_at(w, 0, found, e, err)) != RV_OK || *found)
                return st;
            go_to(w, w->at + 1);
        }
    }
}

/* ---- Where it ends ---------------------------------------------------------------------------------------------------- */

typedef enum { FOUND, NEXT_ENTRY, TOO_LONG, END_OF_FILE } ending;
typedef struct {
    size_t i, depth, deepest, limit;
    bool   escapes, quoted, round;
    bool   comment;                      /* lines that begin entries do not end it */
    bool   escaped;                      /* a brace behind a backslash was met */
    bool   ragged;
} scan;

static const unsigned char stops[256] = { ['\0'] = 1, ['\\'] = 1, ['{'] = 1, ['}'] = 1, ['\n'] = 1, ['"'] = 1, [')'] = 1 };

/* The first byte that is no blank, from `i` on; it may be the end of the text there is. */
static rv_status peek(bib_window *w, size_t *i, rv_error *err)
{
    rv_status st;
    size_t    start = *i;

    for (;;) {
        while (w->at + *i < w->used && is_blank(w->text[w->at + *i]))
            ++*i;
        if (w->at + *i < w->used || w->finished || *i - start > PEEK)
            return RV_OK;
        if ((st = more(w, err)) != RV_OK)
            return st;
    }
}

/* Behind the brace that ends the entry, a comma before anything but another entry, or "name = {", says that it was one too many. */
static rv_status goes_on(bib_window *w, size_t i, bool *yes, rv_error *err)
{
    rv_status st = peek(w, &i, err);
    bool      comma = st == RV_OK && w->text[w->at + i] == ',';

    *yes = false;
    i += comma;
    if (st != RV_OK || (st = peek(w, &i, err)) != RV_OK)
        return st;
    if (comma) {
        *yes = w->text[w->at + i] != '@' && w->text[w->at + i] != '%' && w->text[w->at + i] != '\0';
        return st;
    }
    if (!is_word(w->text[w->at + i]))
        return st;
    while (is_word(w->text[w->at + i]))
        i++;
    while (w->text[w->at + i] == ' ' || w->text[w->at + i] == '\t')
        i++;
    if (w->text[w->at + i] == '=')
        for (i++; w->text[w->at + i] == ' ' || w->text[w->at + i] == '\t'; i++)
            ;
    *yes = w->text[w->at + i - 1] != '\n' && (w->text[w->at + i] == '{' || w->text[w->at + i] == '"');
    return st;
}

static rv_status take_newline(bib_window *w, scan *s, bool *ends, rv_error *err)
{
    size_t    at = s->i + 1;
    rv_status st = RV_OK;

    *ends = false;
    if (w->at + at == w->used && !w->finished)
        st = more(w, err);
    while (w->text[w->at + at] == ' ' || w->text[w->at + at] == '\t')
        at++;
    if (st == RV_OK && !s->comment && w->text[w->at + at] == '@') {
        st = begins_entry(w, at, ends, err);
        if (*ends)
            s->i = at;
    }
    return st;
}

/* One byte that matters. `*how` is set when the entry ends. */
static rv_status take_stop(bib_window *w, scan *s, bool *ends, ending *how, rv_error *err)
{
    char      c = w->text[w->at + s->i];
    rv_status st = RV_OK;

    *ends = false;
    if (c == '\n') {
        st = take_newline(w, s, ends, err);
        *how = NEXT_ENTRY;
        if (*ends)
            return st;
    } else if (c == '\\') {
        char next;

        if (w->at + s->i + 1 == w->used && !w->finished && (st = more(w, err)) != RV_OK)
            return st;
        next = w->text[w->at + s->i + 1];
        s->escaped = s->escaped || next == '{' || next == '}';
        s->i += s->escapes && next != '\n' && next != '\0';
    } else if (c == '{') {
        s->depth++;
        s->deepest = s->depth > s->deepest ? s->depth : s->deepest;
    } else if (c == '}') {
        s->depth -= s->depth > 0;
        if (s->depth == 0 && !s->round) {
            bool on = false;

            if (!s->comment)
                st = goes_on(w, s->i + 1, &on, err);
            s->ragged = s->ragged || on;
            s->depth += on;
            *ends = !on;
        }
    } else if (c == '"') {
        s->quoted = s->quoted != (s->round && s->depth == 0);
    } else if (c == ')') {
        *ends = s->round && s->depth == 0 && !s->quoted;
    }
    s->i++;
    *how = FOUND;
    return st;
}

/* Looks for the end; `s->i` becomes the first byte that is not its own. */
static rv_status find_end(bib_window *w, scan *s, ending *how, rv_error *err)
{
    bool      ends = false;
    rv_status st;

    for (;;) {
        const char *text = w->text + w->at;
        size_t      i = s->i, left = w->used - w->at;

        while (!stops[(unsigned char)text[i]])
            i++;
        s->i = i;
        if (i >= s->limit) {
            *how = TOO_LONG;
            return RV_OK;
        }
        if (i >= left) {
            if (w->finished) {
                *how = END_OF_FILE;
                s->i = left;
                return RV_OK;
            }
            if ((st = more(w, err)) != RV_OK)
                return st;
        } else {
            if ((st = take_stop(w, s, &ends, how, err)) != RV_OK || ends)
                return st;
        }
    }
}

static scan start_scan(const bib_window *w, const bib_entry *e, bool escapes, bool comment)
{
    bool round = w->text[w->at + e->open] == '(';

    return (scan){ .i = e->open + 1, .depth = !round, .deepest = !round, .limit = comment ? w->comment_limit : ENTRY_LIMIT,
                   .escapes = escapes, .round = round, .comment = comment };
}

/* A comment without an end hides nothing: what stands behind its brace is looked at. Then others are not trusted as far. */
static rv_status take_entry(bib_window *w, bib_entry *e, rv_error *err)
{
    bool      comment = is_called(w, 0, e, "comment");
    scan      s = start_scan(w, e, true, comment);
    ending    how = FOUND, plain;
    rv_status st = find_end(w, &s, &how, err);

    e->escapes = true;
    if (st == RV_OK && how != FOUND && s.escaped) {
        scan again = start_scan(w, e, false, comment);

        if ((st = find_end(w, &again, &plain, err)) == RV_OK && plain == FOUND) {
            s = again;
            how = plain;
            e->escapes = false;
        }
    }
    e->whole = how == FOUND;
    e->cut = how == END_OF_FILE;
    e->endless = how == TOO_LONG;
    e->ragged = s.ragged;
    e->deep = s.deepest;
    e->n = s.i;
    if (comment && !e->whole) {
        e->n = e->open + 1;
        w->comment_limit = w->comment_limit > COMMENT_LEAST ? w->comment_limit / 2 : COMMENT_LEAST;
    }
    return st;
}

static void note_lines(const bib_window *w, bib_entry *e)
{
    size_t i;

    e->bad_utf8 = e->control = e->mojibake = 0;
    for (i = w->first; i < w->n_pieces && w->pieces[i].at < w->at + e->n; i++) {
        const piece *p = &w->pieces[i];

        e->bad_utf8 = e->bad_utf8 || !p->repaired ? e->bad_utf8 : p->number;
        e->control = e->control || !p->control ? e->control : p->number;
        e->mojibake = e->mojibake || !p->mojibake ? e->mojibake : p->number;
    }
}

rv_status rv_bib_window_next(bib_window *w, bib_entry *e, bool *found, rv_error *err)
{
    size_t    number;
    rv_status st;

    go_to(w, w->at + w->behind);
    w->behind = 0;
    if ((st = find_entry(w, found, e, err)) != RV_OK || !*found || (st = take_entry(w, e, err)) != RV_OK)
        return st;
    e->text = w->text + w->at;
    e->offset = own_offset(w, w->at, &e->line);
    e->end = own_offset(w, w->at + e->n, &number);
    note_lines(w, e);
    w->behind = e->n;
    return RV_OK;
}
