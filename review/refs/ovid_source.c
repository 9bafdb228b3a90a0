/* The source lines of Ovid's databases: the citation of a journal or of a book in one text. */
#include <config.h>

#include <string.h>

#include "ovid.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Without blanks, commas and full stops around it. */
static const char *piece(rv_reading *reading, const char *s, size_t n)
{
    while (n > 0 && (*s == ' ' || *s == ',' || *s == '.' || *s == ';' || *s == ':'))
        s++, n--;
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == ',' || s[n - 1] == '.' || s[n - 1] == ';' || s[n - 1] == ':'))
        n--;
    return n > 0 ? rv_arena_add(&reading->arena, s, n) : NULL;
}

static const char *upto(rv_reading *reading, const char *s, const char *end)
{
    return piece(reading, s, (size_t)(end - s));
}

/* Four digits of a year that end at `end`. */
static bool year_before(const char *text, const char *end)
{
    return end - text >= 4 && digit(end[-1]) && digit(end[-2]) && digit(end[-3]) && (end[-4] == '1' || end[-4] == '2')
           && (end - text == 4 || !digit(end[-5]));
}

/* Behind the bracket that closes the one at `s`; the end of the text when none does. */
static const char *behind_bracket(const char *s)
{
    int depth = 0;

    for (; *s; s++) {
        depth += *s == '(';
        depth -= *s == ')';
        if (depth == 0)
            return s + 1;
    }
    return s;
}

static const char *skip_blanks(const char *s)
{
    while (*s == ' ')
        s++;
    return s;
}

/* Where the numbers begin: behind ". " when a digit or "Vol" follows; NULL when the text has none. */
static const char *numbers(const char *text)
{
    const char *s, *next;

    for (s = strchr(text, '.'); s; s = strchr(s + 1, '.')) {
        next = skip_blanks(s + 1);
        if ((next > s + 1 && digit(*next)) || (next > s + 1 && strncmp(next, "Vol", 3) == 0))
            return next;
    }
    return NULL;
}

static bool is_pages(const char *s)
{
    return *s && s[strspn(s, "0123456789-eESs.")] == '\0' && strpbrk(s, "0123456789");
}

/* Behind the numbers: "November 15, 2004." or ", Sep 2015, pp. 623-634." or "2010. Date of Publication: 20100320." */
static void tail(rv_reading *reading, const char *s, ovid_source *source)
{
    const char *label, *date = NULL, *date_end = NULL;

    if ((label = strstr(s, "Article Number: ")))
        source->pages = source->pages ? source->pages : upto(reading, label + 16, label + 16 + strcspn(label + 16, ".,; "));
    if ((label = strstr(s, "Date of Publication: "))) {
        source->date = upto(reading, label + 21, label + 21 + strcspn(label + 21, "."));
        return;
    }
    for (;;) {
        size_t      n = strcspn(s, ",");
        const char *part = piece(reading, s, n);

        if (part && strncmp(part, "pp", 2) == 0)
            source->pages = source->pages ? source->pages : piece(reading, part + 2, strlen(part + 2));
        else if (part && date && !source->pages && strchr(part, '-') && is_pages(part))
            source->pages = part;
        else if (part) {
            date = date ? date : s;
            date_end = s + n;
        }
        if (!s[n])
            break;
        s += n + 1;
    }
    if (date && !source->date)
        source->date = upto(reading, date, date_end);
}

/* "201(2-3):327-334, November 15, 2004." and what is like it. */
static void volume(rv_reading *reading, const char *s, ovid_source *source)
{
    const char *end;

    if (strncmp(s, "Vol", 3) == 0)
        s = skip_blanks(s + 3 + (s[3] == '.'));
    end = s + strcspn(s, "(:,; ");
    if (year_before(s, end) && end == s + 4 && *end != '(' && *end != ':') {     /* "2007 15 June; 433-441." */
        const char *semicolon = strchr(s, ';');

        source->date = upto(reading, s, semicolon ? semicolon : s + strlen(s));
        if (semicolon && strchr(semicolon, '-'))
            source->pages = piece(reading, semicolon, strlen(semicolon));
        return;
    }
    source->volume = upto(reading, s, end);
    s = skip_blanks(end);
    if (*s == '(' && strncmp(s, "(pp", 3) != 0 && strncmp(s, "(no pag", 7) != 0) {
        end = behind_bracket(s);
        source->issue = piece(reading, s + 1, (size_t)(end - s - 1 - (end[-1] == ')')));
        s = skip_blanks(end);
    }
    if (strncmp(s, "(pp", 3) == 0) {
        end = s + strcspn(s, ")");
        source->pages = upto(reading, s + 3, end);
        s = end + (*end == ')');
    } else if (*s == '(') {
        s = behind_bracket(s);
    } else if (*s == ':') {
        end = s + 1 + strcspn(s + 1, ",;");
        source->pages = upto(reading, s + 1, end);
        s = end;
    }
    tail(reading, s, source);
}

/* True for a word of a date: "January/February", "15", "Spring". */
static bool is_date_word(const char *s, size_t n)
{
    static const char *const seasons[] = { "Spring", "Summer", "Autumn", "Fall", "Winter" };
    rv_ref_date found;
    char        word[24];
    size_t      i;

    if (n == 0 || n >= sizeof word)
        return false;
    memcpy(word, s, n);
    word[n] = '\0';
    for (i = 0; i < sizeof seasons / sizeof *seasons; i++)
        if (strcmp(word, seasons[i]) == 0)
            return true;
    if (n <= 2 && digit(*s))
        return true;
    return letter(*s) && rv_ref_date_parse(word, &found);
}

/* "Acta Chirurgica Belgica November/December 2010;6:611-613": the date stands before the semicolon. */
static bool date_first(rv_reading *reading, const char *text, ovid_source *source)
{
    const char *semicolon, *date, *word, *end;

    for (semicolon = strchr(text, ';'); semicolon; semicolon = strchr(semicolon + 1, ';'))
        if (year_before(text, semicolon) && (digit(semicolon[1]) || letter(semicolon[1])))
            break;
    if (!semicolon)
        return false;
    for (date = semicolon - 4; date > text; date = word) {
        for (end = date; end > text && end[-1] == ' '; end--)
            ;
        for (word = end; word > text && word[-1] != ' '; word--)
            ;
        if (!is_date_word(word, (size_t)(end - word)))
            break;
    }
    source->journal = upto(reading, text, date);
    source->date = upto(reading, date, semicolon);
    volume(reading, semicolon + 1, source);
    return true;
}

/* Where the words "xvii, 254" begin that end at `end`: how long a book is. */
static const char *length_words(const char *text, const char *end)
{
    for (;;) {
        const char *word;

        while (end > text && end[-1] == ' ')
            end--;
        for (word = end; word > text && (digit(word[-1]) || strchr(",ivxlcIVXLC", word[-1])); word--)
            ;
        if (word == end || (word > text && word[-1] != ' '))
            return end;
        end = word;
    }
}

/* "Smith, Ann [Ed]; Roe, Bo [Ed]. (2012). The book. (pp. 11-31). xvii, 254 pp. New York, NY, US: Publisher" */
static bool dated_book(rv_reading *reading, const char *text, ovid_source *source)
{
    const char *open, *s, *pages, *colon;

    for (open = strchr(text, '('); open; open = strchr(open + 1, '('))
        if (digit(open[1]) && digit(open[2]) && digit(open[3]) && digit(open[4]) && open[5] == ')' && open[6] == '.')
            break;
    if (!open)
        return false;
    source->editors = upto(reading, text, open);
    source->date = upto(reading, open + 1, open + 5);
    s = skip_blanks(open + 7);
    if ((pages = strstr(s, "(pp"))) {
        source->book = upto(reading, s, pages);
        source->pages = upto(reading, pages + 3, pages + strcspn(pages, ")"));
        s = pages + strcspn(pages, ")");
    }
    if ((pages = strstr(s, " pp. ")) || (pages = strstr(s, " pp "))) {
        if (!source->book)
            source->book = upto(reading, s, length_words(s, pages));
        s = pages + 4;
    }
    if (!source->book)
        source->book = upto(reading, s, s + strlen(s));
    else if ((colon = strstr(s, ": "))) {
        source->place = upto(reading, s, colon);
        source->publisher = upto(reading, colon + 1, s + strlen(s));
    }
    return true;
}

/* "Kamp, Roza Maria [Editor], Calvete, Juan J. [Editor]. Methods in protein analysis.:359-370, 2004. Series Information: ..." */
static bool edited_book(rv_reading *reading, const char *text, ovid_source *source)
{
    const char *last = NULL, *s, *colon, *series = strstr(text, "Series Information:");

    for (s = strstr(text, "[Ed"); s; s = strstr(s + 1, "[Ed"))
        last = s;
    if (!last || !(last = strchr(last, ']')))
        return false;
    source->editors = upto(reading, text, last + 1);
    colon = strstr(last, ".:");
    source->book = upto(reading, last + 1, colon ? colon : series ? series : last + strlen(last));
    if (series)
        source->series = piece(reading, series + 19, strlen(series + 19));
    if (colon) {
        size_t n = strcspn(colon + 2, ",");

        source->pages = piece(reading, colon + 2, n);
        source->date = colon[2 + n] ? upto(reading, colon + 2 + n, colon + 2 + n + strcspn(colon + 2 + n, ".")) : NULL;
    }
    return true;
}

void rv_ovid_source(rv_reading *reading, const char *text, ovid_source *source)
{
    const char *s;

    *source = (ovid_source){ .journal = NULL };
    if (!(text = rv_field_plain(reading, text)))
        return;
    if (dated_book(reading, text, source) || edited_book(reading, text, source) || date_first(reading, text, source))
        return;
    if ((s = numbers(text))) {
        source->journal = upto(reading, text, s);
        volume(reading, s, source);
    } else {
        source->journal = piece(reading, text, strlen(text));
    }
}
