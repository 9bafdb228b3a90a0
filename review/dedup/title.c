/* A title made ready for comparing: what databases add is taken off, what tells two reports apart is set beside. */
#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "dedup/entry.h"

enum { WORDS_MAX = 128, NUMBERS_MAX = 24 };

static const struct { const char *entity, *text; } entities[] = {
    { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" }, { "&quot;", "\"" }, { "&#39;", "'" }, { "&apos;", "'" }, { "&nbsp;", " " },
};

static const struct { const char *letter, *name; } letters[] = {
    { "\xC3\xB8", "o" }, { "\xC3\x98", "O" }, { "\xC3\xA6", "ae" }, { "\xC3\x86", "Ae" }, { "\xC5\x82", "l" }, { "\xC5\x81", "L" },
    { "\xC4\x91", "d" }, { "\xC4\x90", "D" }, { "\xC5\x93", "oe" }, { "\xC4\xB1", "i" }, { "\xCE\xB1", "alpha" }, { "\xCE\xB2", "beta" }, { "\xCE\xB3", "gamma" }, { "\xCE\xB4", "delta" }, { "\xCE\xB5", "epsilon" },
    { "\xCE\xBA", "kappa" }, { "\xCE\xBB", "lambda" }, { "\xCE\xBC", "mu" }, { "\xC2\xB5", "mu" }, { "\xCF\x89", "omega" },
};

/* Entities to characters, tags out, "&" to "and", letters that do not decompose to what is typed for them. */
void rv_text_clean(rv_buf *out, const char *text)
{
    while (*text) {
        size_t i, n = strcspn(text, "&<\xC2\xC3\xC4\xC5\xCE\xCF");
        if (n) {
            rv_buf_add(out, text, n);
            text += n;
            continue;
        }
        for (i = 0; i < sizeof entities / sizeof *entities; i++)
            if (strncmp(text, entities[i].entity, strlen(entities[i].entity)) == 0)
                break;
        if (i < sizeof entities / sizeof *entities) {
            rv_buf_text(out, strcmp(entities[i].text, "&") == 0 ? " and " : entities[i].text);
            text += strlen(entities[i].entity);
            continue;
        }
        for (i = 0; i < sizeof letters / sizeof *letters; i++)
            if (strncmp(text, letters[i].letter, 2) == 0)
                break;
        if (i < sizeof letters / sizeof *letters) {
            rv_buf_text(out, letters[i].name);
            text += 2;
        } else if (*text == '&') {
            rv_buf_text(out, " and ");
            text++;
        } else if (*text == '<' && (n = strcspn(text, ">")) < 24 && text[n] == '>' && strchr("/biusemBIUSEM", text[1]) && text[1]) {
            text += n + 1;
        } else {
            rv_buf_char(out, *text++);
        }
    }
}

static bool holds(const char *text, size_t n, const char *word)
{
    const size_t m = strlen(word);

    for (size_t i = 0; i + m <= n; i++) {
        size_t k = 0;
        while (k < m && ((unsigned char)text[i + k] | 32) == (unsigned char)word[k])
            k++;
        if (k == m)
            return true;
    }
    return false;
}

/* Takes off "[see comment]", "[Chinese]", "[Review] [30 refs]" at the end, and the brackets around a translated title. A
   bracket that says the text is about another one stays. */
static void trim(const char **text, size_t *n)
{
    for (size_t i = 4; i + 4 < *n; i++)               /* the original of a translated title behind it */
        if (((*text)[i] == '<' && strncasecmp(*text + i, "<original>", 10) == 0) || ((*text)[i] == ']' && strncmp(*text + i, "] TO: ", 6) == 0))
            *n = i + ((*text)[i] == ']');
    for (size_t i = 0; i + 16 < *n; i++)              /* "[Erratum appears in ... [corrected]]", also when it is cut off */
        if ((*text)[i] == '[' && holds(*text + i + 1, 15, "erratum appears"))
            *n = i;
    for (;;) {
        size_t open;
        while (*n && strchr(" .\"\t", (*text)[*n - 1]))
            (*n)--;
        while (*n && strchr(" \"\t", **text))
            (*text)++, (*n)--;
        if (!*n || (*text)[*n - 1] != ']')
            return;
        for (open = *n - 1; open && (*text)[open] != '['; open--)
            ;
        if ((*text)[open] != '[')
            return;
        if (open == 0) {
            (*text)++;
            *n -= 2;
        } else if (!holds(*text + open, *n - open, "appears") && (holds(*text + open, *n - open, "erratum") || holds(*text + open, *n - open, "correction")
                       || holds(*text + open, *n - open, "retract") || holds(*text + open, *n - open, "reply"))) {
            return;
        } else {
            *n = open;
        }
    }
}

static const struct { const char *word; unsigned mark; } marks[] = {
    { "erratum", RV_MARK_ERRATUM }, { "errata", RV_MARK_ERRATUM }, { "corrigendum", RV_MARK_ERRATUM },
    { "corrigenda", RV_MARK_ERRATUM }, { "correction", RV_MARK_ERRATUM }, { "addendum", RV_MARK_ERRATUM },
    { "retraction", RV_MARK_RETRACTION }, { "retracted", RV_MARK_RETRACTION }, { "withdrawn", RV_MARK_RETRACTION },
    { "reply", RV_MARK_REPLY }, { "replies", RV_MARK_REPLY }, { "rejoinder", RV_MARK_REPLY }, { "response", RV_MARK_REPLY },
    { "re", RV_MARK_REPLY }, { "comment", RV_MARK_COMMENT }, { "comments", RV_MARK_COMMENT },
    { "commentary", RV_MARK_COMMENT }, { "protocol", RV_MARK_PROTOCOL }, { "interim", RV_MARK_INTERIM },
    { "preliminary", RV_MARK_INTERIM }, { "final", RV_MARK_FINAL }, { "summary", RV_MARK_SUMMARY }, { "brief", RV_MARK_SUMMARY },
    { "part", RV_MARK_PART }, { "volume", RV_MARK_PART }, { "chapter", RV_MARK_PART }, { "update", RV_MARK_UPDATE },
    { "updated", RV_MARK_UPDATE }, { "appendix", RV_MARK_APPENDIX }, { "appendices", RV_MARK_APPENDIX },
    { "figure", RV_MARK_FIGURE }, { "fig", RV_MARK_FIGURE }, { "table", RV_MARK_FIGURE },
};

/* Words that mark a text about a text only where a title begins ("Response to ...", "Re: ..."). */
static unsigned mark_of(const char *word, size_t position, size_t n_main, const char *before)
{
    /* a protocol of treatment is no protocol of a study */
    if (position && position != n_main && strcmp(word, "protocol") == 0 && strcmp(before, "study") != 0 && strcmp(before, "trial") != 0
        && strcmp(before, "review") != 0 && strcmp(before, "a") != 0 && strcmp(before, "the") != 0)
        return 0;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (*marks[i].word == *word && strcmp(marks[i].word, word) == 0) {
            const bool only_first = strcmp(word, "response") == 0 || strcmp(word, "re") == 0 || strcmp(word, "figure") == 0
                                    || strcmp(word, "fig") == 0 || strcmp(word, "table") == 0 || strcmp(word, "correction") == 0
                                    || strcmp(word, "comments") == 0;
            return only_first && position > 1 ? 0 : marks[i].mark;
        }
    return 0;
}

static const char *const numerals[][2] = {
    { "ii", "2" }, { "iii", "3" }, { "iv", "4" }, { "vi", "6" }, { "vii", "7" }, { "viii", "8" }, { "ix", "9" }, { "one", "1" },
    { "two", "2" }, { "three", "3" }, { "four", "4" }, { "five", "5" }, { "six", "6" }, { "seven", "7" }, { "eight", "8" },
    { "nine", "9" }, { "ten", "10" }, { "twelve", "12" }, { "first", "1" }, { "second", "2" }, { "third", "3" },
    { "fourth", "4" }, { "fifth", "5" },
};

/* "i", "v", "x" are numbers only after a word that counts; elsewhere they are letters. */
static bool counts(const char *word)
{
    static const char *const words[] = { "part", "phase", "type", "stage", "volume", "study", "chapter", "section", "grade", "class" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (*words[i] == *word && strcmp(words[i], word) == 0)
            return true;
    return false;
}

/* "ii" and "two" are "2". */
static const char *as_number(const char *word)
{
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++)
        if (*numerals[i][0] == *word && strcmp(numerals[i][0], word) == 0)
            return numerals[i][1];
    return word;
}

/* Titles that begin so name one issue or year of many. */
static const char *const generic_starts[] = {
    "introduction to the minitrack", "introduction to minitrack", "introduction to the special", "introduction to special",
    "front matter", "back matter", "table of contents", "in this issue", "author reply", "authors reply", "call for papers",
    "proceedings of the", "annual report", "conference report", "message from", "letter from the editor", "from the editor",
    "remarks from", "unknown", "untitled", "no title",
};

/* These, with little more, name a kind of text and not a text. */
static const char *const generic_words[] = {
    "editorial", "guest editorial", "editor s", "editors", "editor", "preface", "foreword", "book review", "book reviews", "special issue",
    "letter to the editor", "letters to the editor", "introduction", "index", "abstracts", "reply", "response", "comment", "comments",
    "obituary", "announcement", "announcements", "erratum", "errata", "corrigendum", "correction", "retraction", "news", "welcome",
    "acknowledgements", "acknowledgments", "contents", "discussion", "reviewers", "letter", "letters", "abstract", "commentary",
    "summary", "conclusion", "conclusions", "issues and opinions",
};

static bool starts_with_word(const char *text, const char *word)
{
    const size_t n = *text == *word ? strlen(word) : 0;

    return n && strncmp(text, word, n) == 0 && (text[n] == ' ' || !text[n]);
}

static size_t words_in(const char *text)
{
    size_t n = 1;

    for (; *text; text++)
        n += *text == ' ';
    return n;
}

static bool is_generic(const rv_title *title)
{
    enum { LITTLE = 3 };

    for (size_t i = 0; i < sizeof generic_words / sizeof *generic_words; i++)
        if (*generic_words[i] == *title->folded && starts_with_word(title->folded, generic_words[i]) && title->n_words <= words_in(generic_words[i]) + LITTLE)
            return true;
    for (size_t i = 0; i < sizeof generic_starts / sizeof *generic_starts; i++)
        if (starts_with_word(title->folded, generic_starts[i]))
            return true;
    return strstr(title->folded, "minitrack") != NULL;
}

static int by_hash(const void *a, const void *b)
{
    const rv_word *x = a, *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return strcmp(x->text, y->text);
}

/* Numbers of a title, with all their digits in a row. */
typedef struct {
    uint32_t values[NUMBERS_MAX];
    size_t   n;
    char     digits[8 * NUMBERS_MAX];
    size_t   n_digits;
    size_t   footnotes;          /* how many words of one digit stand at the end */
} numbers;

static void add_numbers(numbers *to, const char *word, const char *before)
{
    char letter[2] = "";

    if (before && counts(before) && word[0] && !word[1] && strchr("ivxabcd", word[0])) {
        letter[0] = word[0] == 'i' ? '1' : word[0] == 'v' ? '5' : word[0] == 'x' ? '9' : (char)('1' + word[0] - 'a');
        word = letter;
    }
    to->footnotes = isdigit((unsigned char)word[0]) && !word[1] && !(before && counts(before)) && word != letter ? to->footnotes + 1 : 0;
    while (*word) {
        uint32_t value = 0;
        if (!isdigit((unsigned char)*word)) {
            word++;
            continue;
        }
        for (; isdigit((unsigned char)*word); word++) {
            value = value * 10 + (uint32_t)(*word - '0');
            if (to->n_digits < sizeof to->digits - 1)
                to->digits[to->n_digits++] = *word;
        }
        if (to->n < NUMBERS_MAX)
            to->values[to->n++] = value;
    }
}

/* Splits title->folded into words; fills all that is made of them. */
static rv_status split(rv_heap *heap, rv_title *title, rv_error *err)
{
    const size_t room = strlen(title->folded);
    char *copy = rv_heap_text(heap, title->folded, room), *squeezed = rv_heap_take(heap, room + 1);
    rv_word list[WORDS_MAX], *words;
    uint32_t *values;
    numbers found = { .n = 0 };
    const char *before = NULL;
    size_t n = 0, at = 0;

    if (!copy || !squeezed)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    for (char *word = copy, *end; *word; word = end) {
        const char *said;
        end = word + strcspn(word, " ");
        if (*end)
            *end++ = '\0';
        said = as_number(word);
        memcpy(squeezed + at, word, strlen(word));
        at += strlen(word);
        title->marks |= mark_of(word, n, title->n_main, before);
        add_numbers(&found, said, before);
        if (n < WORDS_MAX) {
            const size_t length = strlen(said);
            list[n] = (rv_word){ said, (uint32_t)rv_hash(said, length), (uint16_t)(length < 200 ? length : 200), (uint16_t)n };
            n++;
        }
        before = word;
    }
    squeezed[at] = '\0';
    if (n)
        qsort(list, n, sizeof *list, by_hash);
    words = rv_heap_take(heap, (n + 1) * sizeof *words);
    values = rv_heap_take(heap, (found.n + 1) * sizeof *values);
    title->digits = rv_heap_text(heap, found.digits, found.n_digits);
    if (!words || !values || !title->digits)
        return rv_fail(err, RV_ENOMEM, "out of memory");
    memcpy(words, list, n * sizeof *words);
    memcpy(values, found.values, found.n * sizeof *values);
    title->words = words;
    title->n_words = n;
    title->numbers = values;
    title->n_numbers = found.n;
    title->footnotes = (uint8_t)(n > 4 && found.footnotes < 4 ? found.footnotes : 0);
    title->squeezed = squeezed;
    title->n_squeezed = at;
    title->hash = at ? rv_hash(squeezed, at) : 0;
    title->brief = n < 3 || at < 16;
    title->generic = is_generic(title);
    return RV_OK;
}

/* How many folded words stand before the mark that opens a subtitle. */
static size_t main_words(const char *text, size_t n)
{
    rv_buf folded = RV_BUF_INIT;
    size_t words = 0;

    for (size_t i = 1; i < n && !words; i++) {
        const bool mark = strchr(":?;", text[i]) || (text[i] == '.' && i + 1 < n && text[i + 1] == ' ')
                          || (text[i] == '-' && text[i - 1] == ' ' && i + 1 < n && text[i + 1] == ' ')
                          || (i + 3 < n && strncmp(text + i, "\xE2\x80\x93 ", 4) == 0)
                          || (i + 3 < n && strncmp(text + i, "\xE2\x80\x94", 3) == 0);
        if (!mark)
            continue;
        rv_buf_clear(&folded);
        if (rv_utf8_fold(&folded, text, i, NULL) != RV_OK || !folded.length)
            break;
        words = 1;
        for (const char *c = rv_buf_str(&folded); *c; c++)
            words += *c == ' ';
    }
    rv_buf_free(&folded);
    return words;
}

rv_status rv_title_read(rv_heap *heap, rv_title *title, const char *text, rv_error *err)
{
    rv_buf cleaned = RV_BUF_INIT, folded = RV_BUF_INIT;
    const char *from;
    size_t n;
    rv_status st;

    *title = (rv_title){ .folded = "", .squeezed = "", .digits = "", .brief = true };
    if (!text || !*text)
        return RV_OK;
    rv_text_clean(&cleaned, text);
    if ((st = rv_buf_check(&cleaned, err)) != RV_OK)
        goto done;
    from = rv_buf_str(&cleaned);
    n = cleaned.length;
    trim(&from, &n);
    if ((st = rv_utf8_fold(&folded, from, n, err)) != RV_OK)
        goto done;
    if (!(title->folded = rv_heap_text(heap, rv_buf_str(&folded), folded.length))) {
        st = rv_fail(err, RV_ENOMEM, "out of memory");
        goto done;
    }
    title->n_main = main_words(from, n);
    st = split(heap, title, err);
done:
    rv_buf_free(&cleaned);
    rv_buf_free(&folded);
    return st;
}
