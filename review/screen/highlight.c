/* The protocol's terms in a text. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "review/screen.h"

/* What stands between a word and the next. */
typedef enum { NOTHING, BLANKS, HYPHEN, OTHER } gap;

/* A word: its bytes in the text and in the folded one. Folded words follow each other without a gap, so that "drop-out" joined to one
   word is one stretch. */
typedef struct {
    size_t from, to, fold, n;
    gap    after;
    bool   any;                  /* of a term: any ending */
} word;

typedef struct {
    rv_buf folded;
    word  *items;
    size_t n, capacity;
} words;

/* ---- Words -------------------------------------------------------------------------------------------------------------------- */

static bool is_mark(utf8proc_category_t c)
{
    return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME || c == UTF8PROC_CATEGORY_CF;
}

static bool is_letter(utf8proc_category_t c)
{
    return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) || (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

static bool is_blank(utf8proc_int32_t p, utf8proc_category_t c)
{
    return c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP || (p >= '\t' && p <= '\r');
}

/* Chinese and Japanese stand without blanks: each sign is a word. */
static bool is_sign(utf8proc_int32_t p)
{
    return (p >= 0x3040 && p <= 0x30FF) || (p >= 0x3400 && p <= 0x4DBF) || (p >= 0x4E00 && p <= 0x9FFF) || (p >= 0xF900 && p <= 0xFAFF)
           || (p >= 0x20000 && p <= 0x3FFFF);
}

/* Case and marks go, as rv_utf8_fold() does. */
static void fold(rv_buf *out, utf8proc_int32_t point)
{
    utf8proc_int32_t points[32];
    utf8proc_uint8_t bytes[4];
    int boundary = 0;
    const utf8proc_ssize_t n = utf8proc_decompose_char(point, points, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD,
                                                       &boundary);

    for (utf8proc_ssize_t i = 0; i < n && i < 32; i++)
        if (!is_mark(utf8proc_category(points[i])))
            rv_buf_add(out, bytes, (size_t)utf8proc_encode_char(points[i], bytes));
}

static rv_status begin_word(words *w, size_t from, rv_error *err)
{
    if (w->n == w->capacity) {
        const size_t capacity = w->capacity ? w->capacity * 2 : 256;
        word *more = realloc(w->items, capacity * sizeof *more);
        if (!more)
            return rv_fail(err, RV_ENOMEM, "out of memory");
        w->items = more;
        w->capacity = capacity;
    }
    w->items[w->n++] = (word){ .from = from, .fold = w->folded.length };
    return RV_OK;
}

static gap wider(gap before, gap more)
{
    return before == NOTHING ? more : before == BLANKS && more == BLANKS ? BLANKS : OTHER;
}

/* Adds the words of a text; bytes that are not UTF-8 stand between words. */
static rv_status split(words *w, const char *text, rv_error *err)
{
    const size_t n = strlen(text);
    bool inside = false, sign = false;
    rv_status st = RV_OK;

    for (size_t at = 0, used; at < n && st == RV_OK; at += used) {
        utf8proc_int32_t p;
        const utf8proc_ssize_t length = utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(n - at), &p);
        const utf8proc_category_t c = length > 0 ? utf8proc_category(p) : UTF8PROC_CATEGORY_CN;
        word *last = w->n ? &w->items[w->n - 1] : NULL;

        used = length > 0 ? (size_t)length : 1;
        if (length > 0 && is_letter(c)) {
            if ((!inside || sign || is_sign(p)) && (st = begin_word(w, at, err)) != RV_OK)
                break;
            fold(&w->folded, p);
            last = &w->items[w->n - 1];
            last->to = at + used;
            last->n = w->folded.length - last->fold;
            inside = true;
            sign = is_sign(p);
        } else if (inside && length > 0 && is_mark(c)) {
            last->to = at + used;
        } else if (last) {
            last->any = last->any || (inside && p == '*');
            last->after = p == '*' && inside ? last->after
                          : wider(last->after, length > 0 && is_blank(p, c) ? BLANKS : c == UTF8PROC_CATEGORY_PD ? HYPHEN : OTHER);
            inside = false;
        }
    }
    return st == RV_OK ? rv_buf_check(&w->folded, err) : st;
}

static void words_free(words *w)
{
    rv_buf_free(&w->folded);
    free(w->items);
}

/* ---- Terms -------------------------------------------------------------------------------------------------------------------- */

/* A term by what it begins with: its first word, or the first two joined where a hyphen stands between them. */
typedef struct {
    const char *stem;
    size_t      n, first, end;   /* words [first, end) of the terms */
    size_t      rest;            /* the word after the stem */
    size_t      term;
    bool        any;
} entry;

typedef struct {
    words  w;
    entry *items;
    size_t n, longest;           /* longest: of the stems, in bytes */
    const rv_term *terms;
} term_index;

static int by_stem(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    const int order = memcmp(x->stem, y->stem, x->n < y->n ? x->n : y->n);

    return order ? order : x->n != y->n ? (x->n < y->n ? -1 : 1) : x->term < y->term ? -1 : x->term > y->term;
}

static void add_entry(term_index *x, size_t term, size_t first, size_t end, size_t joined)
{
    const word *w = &x->w.items[first];
    entry e = { NULL, w[0].n + (joined ? w[1].n : 0), first, end, first + 1 + joined, term, w[joined].any };

    x->items[x->n++] = e;
    if (e.n > x->longest)
        x->longest = e.n;
}

static rv_status build(term_index *x, const rv_protocol *protocol, rv_error *err)
{
    rv_status st = RV_OK;

    x->terms = protocol->terms;
    if (!(x->items = malloc((2 * protocol->n_terms + 1) * sizeof *x->items)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; i < protocol->n_terms && st == RV_OK; i++) {
        const size_t first = x->w.n;
        if ((st = split(&x->w, protocol->terms[i].text, err)) != RV_OK || x->w.n == first)
            continue;
        x->w.items[x->w.n - 1].after = OTHER;
        add_entry(x, i, first, x->w.n, 0);
        if (x->w.items[first].after == HYPHEN)
            add_entry(x, i, first, x->w.n, 1);
    }
    for (size_t i = 0; i < x->n; i++)            /* now that the folded words stay where they are */
        x->items[i].stem = rv_buf_str(&x->w.folded) + x->w.items[x->items[i].first].fold;
    if (st == RV_OK && x->n)
        qsort(x->items, x->n, sizeof *x->items, by_stem);
    return st;
}

/* The first entry whose stem is these bytes. */
static size_t lower(const term_index *x, const char *bytes, size_t n)
{
    const entry key = { .stem = bytes, .n = n };
    size_t low = 0, high = x->n;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (by_stem(&x->items[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- Where they stand ---------------------------------------------------------------------------------------------------------- */

static bool is_word(const words *terms, size_t a, size_t a_n, bool any, const words *text, size_t b, size_t b_n)
{
    return (any ? b_n >= a_n : b_n == a_n) && memcmp(terms->folded.data + a, text->folded.data + b, a_n) == 0;
}

/* The word after the last that the words [at, end) of a term reach from word `i` of the text on; 0: they do not stand there. A hyphen on
   either side may be missing on the other. */
static size_t reach(const words *terms, size_t at, size_t end, const words *text, size_t i)
{
    size_t far = 0;

    if (at == end)
        return i;
    if (i >= text->n || (i && text->items[i - 1].after == OTHER))
        return 0;
    for (size_t joined = 0; joined < 2; joined++) {              /* words of the text that are taken as one */
        const word *b = &text->items[i];
        if (joined && (b->after != HYPHEN || i + 1 >= text->n))
            break;
        for (size_t more = 0; more < 2; more++) {                /* words of the term that are taken as one */
            const word *a = &terms->items[at];
            size_t here;
            if (more && (joined || a->after != HYPHEN || at + 1 >= end))
                break;
            if (!is_word(terms, a->fold, a->n + (more ? a[1].n : 0), a[more].any, text, b->fold, b->n + (joined ? b[1].n : 0)))
                continue;
            here = reach(terms, at + 1 + more, end, text, i + 1 + joined);
            far = here > far ? here : far;
        }
    }
    return far;
}

typedef struct {
    size_t end, term;
} match;

/* The longest term that begins with the bytes of word `i` (and the next, when joined); of equals the first of the protocol. */
static void look(const term_index *x, const words *text, size_t i, size_t joined, match *best)
{
    const word *w = &text->items[i];
    const char *bytes = text->folded.data + w->fold;
    const size_t n = w->n + (joined ? w[1].n : 0);

    for (size_t length = 1; length <= n && length <= x->longest; length++)
        for (size_t e = lower(x, bytes, length); e < x->n && x->items[e].n == length && memcmp(x->items[e].stem, bytes, length) == 0; e++) {
            const entry *item = &x->items[e];
            size_t end;
            if (!item->any && length < n)
                continue;
            end = item->rest == item->end ? i + 1 + joined
                  : text->items[i + joined].after == OTHER ? 0 : reach(&x->w, item->rest, item->end, text, i + 1 + joined);
            if (end > best->end || (end && end == best->end && item->term < best->term))
                *best = (match){ end, item->term };
        }
}

/* What begins within the last mark goes on it when both say the same, and else begins where it ends. */
static void mark(rv_highlight *marks, size_t *n, const words *text, size_t i, size_t covered, size_t end, bool against)
{
    const size_t to = text->items[end - 1].to;

    if (i < covered && marks[*n - 1].against == against)
        marks[*n - 1].to = to;
    else
        marks[(*n)++] = (rv_highlight){ text->items[i < covered ? covered : i].from, to, against };
}

rv_status rv_highlights(const rv_protocol *protocol, const char *text, rv_highlight **out, size_t *n, rv_error *err)
{
    term_index x = { .w = { .folded = RV_BUF_INIT } };
    words w = { .folded = RV_BUF_INIT };
    size_t covered = 0;
    rv_status st;

    *out = NULL;
    *n = 0;
    if ((st = build(&x, protocol, err)) == RV_OK && (st = split(&w, text ? text : "", err)) == RV_OK
        && !(*out = malloc((w.n + 1) * sizeof **out)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < w.n; i++) {
        match best = { 0, 0 };
        look(&x, &w, i, 0, &best);
        if (w.items[i].after == HYPHEN && i + 1 < w.n)
            look(&x, &w, i, 1, &best);
        if (best.end > covered) {
            mark(*out, n, &w, i, covered, best.end, x.terms[best.term].against);
            covered = best.end;
        }
    }
    words_free(&x.w);
    words_free(&w);
    free(x.items);
    return st;
}
