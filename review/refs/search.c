/* Finding reports by the words that people remember of them. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/refs.h"

enum { MOST_WORDS = 20 };

/* Each thing that is looked for, folded, as it stands in a folded text: " youth" begins a word, a sign of a script without blanks may
   stand anywhere. */
typedef struct {
    rv_buf      wanted;              /* one after the other, each with its NUL */
    const char *items[MOST_WORDS];
    char        needles[MOST_WORDS][24];     /* how each begins, when that is ASCII; "": not looked for */
    size_t      n;
    rv_buf      text;                /* of the report, folded */
    size_t      most, found;         /* when all are found the walk is broken off */
    rv_status (*report)(void *user, const rv_stored_record *report, rv_error *err);
    void       *user;
} search;

/* ---- What is looked for ------------------------------------------------------------------------------------------------------- */

static rv_status add_wanted(search *s, const char *words, size_t n, size_t starts[MOST_WORDS], rv_error *err)
{
    const size_t start = s->wanted.length;
    rv_status st;

    rv_buf_char(&s->wanted, ' ');
    if ((st = rv_utf8_fold(&s->wanted, words, n, err)) != RV_OK)
        return st;
    if (s->wanted.length == start + 1) {           /* signs alone say nothing */
        s->wanted.length = start;
        return RV_OK;
    }
    if (s->n == MOST_WORDS)
        return rv_fail(err, RV_EINVAL, "more than %d words to look for; fewer find more", MOST_WORDS);
    starts[s->n++] = (unsigned char)s->wanted.data[start + 1] < 0x80 ? start : start + 1;
    rv_buf_add(&s->wanted, "", 1);
    return rv_buf_check(&s->wanted, err);
}

/* The beginning of the first word: what a text of ASCII alone must hold somewhere. */
static void take_needle(search *s, size_t i)
{
    const char *word = s->items[i] + (*s->items[i] == ' ');
    size_t n = 0;

    while (n + 1 < sizeof s->needles[i] && word[n] > ' ' && (unsigned char)word[n] < 0x80)
        n++;
    memcpy(s->needles[i], word, n);
    s->needles[i][n] = '\0';
}

static rv_status take_words(search *s, const char *words, rv_error *err)
{
    static const char blanks[] = " \t\r\n";
    size_t starts[MOST_WORDS];
    rv_status st = RV_OK;

    while (st == RV_OK && *(words += strspn(words, blanks))) {
        const bool quoted = *words == '"' && strchr(words + 1, '"');
        const size_t n = quoted ? (size_t)(strchr(words + 1, '"') - words - 1) : strcspn(words, blanks);
        words += quoted;
        st = add_wanted(s, words, n, starts, err);
        words += n + quoted;
    }
    if (st == RV_OK && !s->n)
        return rv_fail(err, RV_EINVAL, "there is nothing to look for; give a word of the title, abstract or authors, a year or a DOI");
    for (size_t i = 0; i < s->n && st == RV_OK; i++) {
        s->items[i] = s->wanted.data + starts[i];
        take_needle(s, i);
    }
    return st;
}

/* ---- Where -------------------------------------------------------------------------------------------------------------------- */

enum { FIELDS = 8 };

static void fields_of(const rv_bulk_record *f, const char *fields[FIELDS])
{
    const char *const all[FIELDS] = { f->title, f->authors, f->container, f->keywords, f->doi, f->pmid, f->accession, f->abstract };

    for (size_t i = 0; i < FIELDS; i++)
        fields[i] = all[i] ? all[i] : "";
}

static bool is_ascii(const char *text)
{
    unsigned char seen = 0;

    while (*text)
        seen |= (unsigned char)*text++;
    return seen < 0x80;
}

/* False when it is certain without folding, which is ten times as slow, that something is not there. */
static bool may_have(const search *s, const rv_bulk_record *f)
{
    const char *fields[FIELDS];
    char year[24];

    fields_of(f, fields);
    for (size_t i = 0; i < FIELDS; i++)
        if (!is_ascii(fields[i]))
            return true;
    snprintf(year, sizeof year, "%lld", (long long)f->year);
    for (size_t k = 0; k < s->n; k++) {
        bool found = strncmp(year, s->needles[k], strlen(s->needles[k])) == 0;
        for (size_t i = 0; i < FIELDS && !found; i++)
            found = strcasestr(fields[i], s->needles[k]) != NULL;
        if (!found)
            return false;
    }
    return true;
}

/* A bar stands between fields, so that no phrase goes from one into the next. */
static rv_status fold_report(search *s, const rv_bulk_record *f, rv_error *err)
{
    const char *fields[FIELDS];
    rv_status st = RV_OK;

    fields_of(f, fields);

    rv_buf_clear(&s->text);
    if (f->year)
        rv_buf_printf(&s->text, " %lld", (long long)f->year);
    for (size_t i = 0; i < FIELDS && st == RV_OK; i++) {
        rv_buf_text(&s->text, "| ");
        st = rv_utf8_fold(&s->text, fields[i], strlen(fields[i]), err);
    }
    return st;
}

static rv_status look(void *user, const rv_stored_record *report, rv_error *err)
{
    search *s = user;
    rv_status st;

    if (!may_have(s, &report->fields))
        return RV_OK;
    st = fold_report(s, &report->fields, err);
    for (size_t i = 0; i < s->n && st == RV_OK; i++)
        if (!strstr(rv_buf_str(&s->text), s->items[i]))
            return RV_OK;
    if (st == RV_OK && (st = s->report(s->user, report, err)) == RV_OK && ++s->found == s->most)
        return RV_EEXIST;
    return st;
}

rv_status rv_reports_search(rv_store *store, const char *words, int64_t after, size_t most,
                            rv_status (*report)(void *user, const rv_stored_record *report, rv_error *err), void *user, rv_error *err)
{
    search s = { .most = most, .report = report, .user = user };
    rv_status st = take_words(&s, words, err);

    if (st == RV_OK && most && after < INT64_MAX)
        st = rv_reports_each(store, after + 1, INT64_MAX, look, &s, err);
    rv_buf_free(&s.wanted);
    rv_buf_free(&s.text);
    return s.found == most && st == RV_EEXIST ? RV_OK : st;
}
