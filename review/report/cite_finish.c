/* The end of putting a text together: punctuation where two pieces meet, quotes by their depth, runs. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "report/cite_out.h"

typedef struct {
    size_t          end;
    unsigned        style;
    const char     *link;
    rv_cite_display display;
} run;

typedef struct {
    const rv_cite_locale *locale;
    rv_buf  bytes;
    run    *runs;
    size_t  n, room;
    size_t  quote, quote_end;     /* the closing quote that was put last, and what stands behind it; 0 for none */
    int     depth;                /* of quotes that are open */
    bool    literal, failed;      /* what was put last came from a field */
} finishing;

static char back(const finishing *f, size_t i)
{
    return i <= f->bytes.length && i > 0 ? f->bytes.data[f->bytes.length - i] : '\0';
}

static void shorten(finishing *f, size_t length)
{
    if (length >= f->bytes.length)
        return;
    f->bytes.length = length;
    f->bytes.data[length] = '\0';
    while (f->n && (f->n > 1 ? f->runs[f->n - 2].end : 0) >= length)
        f->n--;
    if (f->n)
        f->runs[f->n - 1].end = length;
}

static void put(finishing *f, const char *bytes, size_t n, const run *like)
{
    run *last = f->n ? &f->runs[f->n - 1] : NULL;

    if (n == 0)
        return;
    rv_buf_add(&f->bytes, bytes, n);
    if (last && last->style == like->style && last->display == like->display
        && (last->link == like->link || (last->link && like->link && strcmp(last->link, like->link) == 0))) {
        last->end = f->bytes.length;
        return;
    }
    if (!rv_grow(&f->runs, f->n, &f->room, sizeof *f->runs)) {
        f->failed = true;
        return;
    }
    f->runs[f->n] = *like;
    f->runs[f->n++].end = f->bytes.length;
}

/* American habit: the comma or full stop stands within the quote. */
static void put_within_quote(finishing *f, char mark)
{
    rv_buf tail = RV_BUF_INIT;

    rv_buf_add(&tail, f->bytes.data + f->quote, f->bytes.length - f->quote);
    f->bytes.length = f->quote;
    rv_buf_char(&f->bytes, mark);
    rv_buf_add(&f->bytes, rv_buf_str(&tail), tail.length);
    f->failed = f->failed || tail.failed;
    rv_buf_free(&tail);
    for (size_t i = 0; i < f->n; i++)
        if (f->runs[i].end > f->quote)
            f->runs[i].end++;
    f->quote++;
    f->quote_end++;
}

/* What becomes of `mark` behind `last`: true when it is left out. `*instead` is what takes the place of `last`, 0 for nothing. */
static bool drops(char last, char mark, char *instead)
{
    *instead = '\0';
    if (last == mark)
        return true;
    switch (last) {
    case '.':
        return false;
    case '!': case '?':
        return mark == '.' || mark == ':';
    case ',':
        *instead = mark;                               /* a stronger mark takes its place */
        return true;
    case ';':
        *instead = mark == '.' ? '.' : '\0';
        return true;
    case ':':
        return true;
    default:
        return false;
    }
}

/* A field's own closing quote behind a mark that ends a sentence: "the 'field'?'" needs no full stop. */
static bool ends_in_quote(const finishing *f, size_t end)
{
    const char *text = f->bytes.data;

    return end > 3 && strchr(".?!", text[end - 4])
           && (memcmp(text + end - 3, "\u2019", 3) == 0 || memcmp(text + end - 3, "\u201d", 3) == 0);
}

/* Whether the mark that a piece begins with is used up by what stands before it. */
static bool settle_mark(finishing *f, char mark, bool literal)
{
    size_t end = f->bytes.length;
    char   last, instead;

    while (!literal && end > 0 && f->bytes.data[end - 1] == ' ')
        end--;
    if (end == 0)
        return !literal;
    last = f->bytes.data[end - 1];
    if (f->quote_end == end && f->quote > 0) {
        const char within = f->bytes.data[f->quote - 1];

        if (mark != '.' && mark != ',')
            return false;
        if ((mark == '.' && strchr(".!?", within)) || within == mark)
            return true;
        if (!f->locale->punctuation_in_quote)
            return false;
        shorten(f, end);
        put_within_quote(f, mark);
        return true;
    }
    if (drops(last, mark, &instead)) {
        if (instead)
            f->bytes.data[end - 1] = instead;
        return true;
    }
    if (mark == '.' && ends_in_quote(f, end))
        return true;
    if (end >= 3 && mark == '.' && memcmp(f->bytes.data + end - 3, "\u2026", 3) == 0)
        return true;
    shorten(f, end);
    return false;
}

static bool ends_blank(const finishing *f)
{
    return f->bytes.length == 0 || back(f, 1) == ' ' || (back(f, 2) == '\xc2' && back(f, 1) == '\xa0')
           || (back(f, 3) == '\xe2' && back(f, 2) == '\x80' && back(f, 1) == '\xaf');
}

static void join(finishing *f, const char *bytes, size_t n, const run *like, bool literal)
{
    const bool both = literal && f->literal;

    while (n > 0) {
        if (*bytes == ' ' && ends_blank(f))
            ;
        else if (both || !strchr(".,;:", *bytes) || (n > 1 && bytes[1] == *bytes && *bytes == '.')
                 || !settle_mark(f, *bytes, literal))
            break;
        bytes++;
        n--;
    }
    put(f, bytes, n, like);
    if (n)
        f->literal = literal;
}

static void quote(finishing *f, bool opens, const run *like)
{
    const bool  inner = opens ? f->depth % 2 == 1 : f->depth % 2 == 0 && f->depth > 0;
    const char *words = rv_cite_term(f->locale, opens ? inner ? "open-inner-quote" : "open-quote"
                                                      : inner ? "close-inner-quote" : "close-quote", NULL, false);
    const size_t at = f->bytes.length;

    put(f, words ? words : "\"", words ? strlen(words) : 1, like);
    f->depth += opens ? 1 : f->depth > 0 ? -1 : 0;
    f->literal = false;
    if (!opens) {
        f->quote = at;
        f->quote_end = f->bytes.length;
    }
}

static void all(finishing *f, const rv_cite_out *out)
{
    for (size_t i = 0, at = 0; i < out->n; at = out->pieces[i++].end) {
        const rv_cite_piece *piece = &out->pieces[i];
        const unsigned heights = RV_CITE_SUPERSCRIPT | RV_CITE_SUBSCRIPT;
        const run like = { 0, (piece->style & ~heights) ^ (piece->turned & ~heights), piece->link, piece->display };
        run       one = like;

        one.style |= (piece->turned & heights) ? piece->turned & heights : piece->style & heights;
        if (piece->kind & (CITE_QUOTE_OPEN | CITE_QUOTE_CLOSE))
            quote(f, piece->kind & CITE_QUOTE_OPEN, &one);
        else
            join(f, out->text.data + at, piece->end - at, &one, piece->kind & CITE_LITERAL);
    }
    while (f->bytes.length && back(f, 1) == ' ')
        shorten(f, f->bytes.length - 1);
}

static rv_status hand_over(const finishing *f, rv_cite_text *text, rv_error *err)
{
    size_t bytes = f->bytes.length + 2 * f->n + 1, at = 0;
    char  *to;

    for (size_t i = 0; i < f->n; i++)
        bytes += f->runs[i].link ? strlen(f->runs[i].link) : 0;
    text->runs = calloc(f->n + 1, sizeof *text->runs);
    text->bytes = to = malloc(bytes);
    if (!text->runs || !to) {
        rv_cite_text_free(text);
        return rv_fail(err, RV_ENOMEM, "out of memory for a reference");
    }
    for (size_t i = 0; i < f->n; at = f->runs[i++].end) {
        rv_cite_run *one = &text->runs[i];

        *one = (rv_cite_run){ to, f->runs[i].style, NULL, f->runs[i].display };
        memcpy(to, f->bytes.data + at, f->runs[i].end - at);
        to += f->runs[i].end - at;
        *to++ = '\0';
        if (f->runs[i].link) {
            one->link = to;
            to = stpcpy(to, f->runs[i].link) + 1;
        }
    }
    text->n = f->n;
    return RV_OK;
}

rv_status rv_cite_finish(const rv_cite_out *out, const rv_cite_locale *locale, rv_cite_text *text, rv_error *err)
{
    finishing f = { .locale = locale, .bytes = RV_BUF_INIT };
    rv_status st = RV_OK;

    rv_cite_text_free(text);
    all(&f, out);
    if (out->failed || f.failed || f.bytes.failed)
        st = rv_fail(err, RV_ENOMEM, "out of memory for a reference");
    else
        st = hand_over(&f, text, err);
    rv_buf_free(&f.bytes);
    free(f.runs);
    return st;
}

void rv_cite_text_free(rv_cite_text *text)
{
    if (!text)
        return;
    free(text->runs);
    free(text->bytes);
    *text = (rv_cite_text)RV_CITE_TEXT_INIT;
}
