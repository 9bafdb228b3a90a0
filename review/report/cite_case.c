/* text-case: capitals as a style wants them. Letters beyond ASCII too; what is in a nocase span stays. */
#include <config.h>

#include <string.h>
#include <utf8proc.h>

#include "report/cite_out.h"

/* Words that a title in English does not capitalise within it (CSL 1.0.2, appendix on title case). */
static const char stop_words[] = "a according across afore after against ahead along alongside amid amidst among amongst an and "
    "anenst apropos around as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by "
    "c. ca. circa de despite d' down during et except for forenenst from given in inside into lest like modulo near next nor "
    "notwithstanding of off on onto or out over per plus pro qua sans since so than that the though through throughout thru till to "
    "toward towards under underneath until unto up upon van via vis-\xc3\xa0-vis von vs. vs v. v with within without yet";

typedef enum { LOWER, UPPER, FIRST, ALL, SENTENCE, TITLE } manner;

typedef struct {
    manner how;
    bool   shouting;              /* no small letter in a stretch of several words */
    const char *text;             /* the whole stretch */
    size_t n, first, last;        /* where its first and last words begin */
} casing;

static int32_t upper(int32_t point)
{
    return utf8proc_toupper(point);
}

static bool is_lower(int32_t point)
{
    return utf8proc_category(point) == UTF8PROC_CATEGORY_LL;
}

static bool is_upper(int32_t point)
{
    const utf8proc_category_t c = utf8proc_category(point);

    return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT;
}

static size_t point_at(const char *text, size_t n, size_t at, int32_t *point)
{
    return rv_utf8_point(text + at, n - at, point);
}

static bool apostrophe(int32_t point)
{
    return point == '\'' || point == 0x2019;
}

/* How many bytes the word that begins at `at` has; apostrophes stand within words. */
static size_t word_length(const char *text, size_t n, size_t at)
{
    size_t end = at;

    while (end < n) {
        int32_t      point;
        const size_t step = point_at(text, n, end, &point);

        if (!rv_utf8_is_word(point) && !apostrophe(point))
            break;
        end += step;
    }
    return end - at;
}

static void survey(casing *c)
{
    bool    lower = false, upper_seen = false, inside = false, found = false;
    int32_t point;

    for (size_t at = 0; at < c->n;) {
        const size_t step = point_at(c->text, c->n, at, &point);
        const bool   word = rv_utf8_is_word(point);

        lower = lower || is_lower(point);
        upper_seen = upper_seen || is_upper(point);
        if (word && !inside) {
            if (!found)
                c->first = at;
            found = true;
            c->last = at;
        }
        inside = word || (inside && apostrophe(point));
        at += step;
    }
    c->shouting = upper_seen && !lower && c->first != c->last;         /* one word alone is an abbreviation: "BMJ" */
}

static bool stops(const char *word, size_t n)
{
    char   small[16];
    size_t i;

    if (n == 0 || n >= sizeof small)
        return false;
    for (i = 0; i < n; i++)
        small[i] = (char)(word[i] >= 'A' && word[i] <= 'Z' ? word[i] + 32 : word[i]);
    small[n] = '\0';
    return rv_cite_word_in(stop_words, small);
}

/* Whether the word begins a new sentence or subtitle: after a colon, question mark, dash or opening quote. */
static bool after_break(const casing *c, size_t at)
{
    while (at > 0 && (c->text[at - 1] == ' ' || c->text[at - 1] == '"'))
        at--;
    return at > 0 && (strchr(":?!.", c->text[at - 1]) || (at >= 3 && memcmp(c->text + at - 3, "\u2014", 3) == 0)
                      || (at >= 3 && memcmp(c->text + at - 3, "\u2013", 3) == 0 && at < c->n && c->text[at] == ' '));
}

/* What becomes of the letter that begins a word: 1 large, -1 small, 0 as it is. */
static int first_letter(const casing *c, size_t at)
{
    const size_t n = word_length(c->text, c->n, at);

    switch (c->how) {
    case FIRST:
        return at == c->first;
    case SENTENCE:
        return at == c->first ? 1 : c->shouting ? -1 : 0;
    case ALL:
        return 1;
    case TITLE:
        if (at == c->first || at == c->last || after_break(c, at) || !stops(c->text + at, n))
            return 1;
        return at > 0 && c->text[at - 1] == '-' ? 0 : -1;
    default:
        return 0;
    }
}

/* A word that has capitals within ("iPhone") keeps its small first letter. */
static bool mixed(const casing *c, size_t at)
{
    const size_t n = word_length(c->text, c->n, at);
    int32_t      point;

    for (size_t k = at; k < at + n;) {
        const size_t step = point_at(c->text, c->n, k, &point);

        if (k > at && is_upper(point))
            return true;
        k += step;
    }
    return false;
}

static int32_t letter(const casing *c, size_t at, int32_t point, bool begins)
{
    int what = 0;

    if (c->how == LOWER)
        return rv_utf8_lower(point);
    if (c->how == UPPER)
        return upper(point);
    if (begins) {
        what = first_letter(c, at);
        if (what > 0 && is_lower(point) && mixed(c, at) && c->how != FIRST)
            return point;
    } else if (c->shouting && (c->how == SENTENCE || c->how == TITLE || c->how == ALL)) {
        what = -1;
    }
    return what > 0 ? upper(point) : what < 0 ? rv_utf8_lower(point) : point;
}

static void convert(rv_cite_out *out, const rv_cite_out *from, const casing *c)
{
    bool inside = false;

    for (size_t i = 0, at = 0; i < from->n; i++) {
        rv_buf     piece = RV_BUF_INIT;
        const bool stays = from->pieces[i].kind & (CITE_NOCASE | CITE_QUOTE_OPEN | CITE_QUOTE_CLOSE);

        while (at < from->pieces[i].end) {
            int32_t      point;
            const size_t step = point_at(c->text, c->n, at, &point);
            const bool   word = rv_utf8_is_word(point);
            char         bytes[4];

            if (stays || point < 0 || !word)
                rv_buf_add(&piece, c->text + at, step);
            else
                rv_buf_add(&piece, bytes, rv_utf8_put(letter(c, at, point, !inside), bytes));
            inside = word || (inside && apostrophe(point));
            at += step;
        }
        at = from->pieces[i].end;
        out->failed = out->failed || piece.failed;
        rv_cite_out_piece(out, rv_buf_str(&piece), piece.length, &from->pieces[i]);
        rv_buf_free(&piece);
    }
}

void rv_cite_out_case(rv_cite_out *out, rv_cite_mark mark, const char *text_case, bool english)
{
    static const char *const names[] = { "lowercase", "uppercase", "capitalize-first", "capitalize-all", "sentence", "title" };
    rv_cite_out taken = RV_CITE_OUT_INIT;
    casing      c = { .how = LOWER };

    if (!text_case || !rv_cite_out_since(out, mark))
        return;
    for (int i = LOWER; i <= TITLE; i++)
        if (strcmp(names[i], text_case) == 0)
            c.how = (manner)i;
    if (c.how == TITLE && !english)
        return;
    rv_cite_out_take(out, mark, &taken);
    c.text = rv_buf_str(&taken.text);
    c.n = taken.text.length;
    survey(&c);
    convert(out, &taken, &c);
    rv_cite_out_free(&taken);
}
