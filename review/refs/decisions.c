#include <config.h>

#include <string.h>

#include "decisions.h"

enum { MOST = 1024 };            /* decisions of one record: a note of megabytes shall not make more */

static const char include[] = "include", exclude[] = "exclude", unsure[] = "unsure", full_text[] = "full-text";

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Without blanks and the signs that part things around it. */
static void trim(const char **s, size_t *n)
{
    while (*n > 0 && (blank(**s) || **s == ';' || **s == '|'))
        ++*s, --*n;
    while (*n > 0 && (blank((*s)[*n - 1]) || (*s)[*n - 1] == ';' || (*s)[*n - 1] == '|'))
        --*n;
}

static const char *text_of(rv_reading *reading, const char *s, size_t n)
{
    trim(&s, &n);
    return n == 0 ? NULL : s[n] ? rv_arena_add(&reading->arena, s, n) : s;
}

const char *rv_ref_verdict(const char *word, size_t n)
{
    static const struct { const char *word, *verdict; } words[] = {
        { "included", include }, { "include", include }, { "yes", include }, { "y", include }, { "1", include }, { "1.0", include },
        { "true", include }, { "relevant", include }, { "in", include }, { "accept", include }, { "accepted", include },
        { "excluded", exclude }, { "exclude", exclude }, { "no", exclude }, { "n", exclude }, { "0", exclude }, { "0.0", exclude },
        { "false", exclude }, { "irrelevant", exclude }, { "not relevant", exclude }, { "out", exclude }, { "reject", exclude },
        { "rejected", exclude },
        { "maybe", unsure }, { "unsure", unsure }, { "unclear", unsure }, { "uncertain", unsure },
    };
    char   plain[16];
    size_t i;

    trim(&word, &n);
    if (n == 0 || n >= sizeof plain)
        return NULL;
    for (i = 0; i < n; i++)
        plain[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] + 32) : word[i];
    plain[n] = '\0';
    for (i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, plain) == 0)
            return words[i].verdict;
    return NULL;
}

static void add(rv_reading *reading, const rv_ref_decision *decision)
{
    if (reading->record.n_decisions < MOST)
        rv_reading_decision(reading, decision);
}

/* ---- Rayyan ------------------------------------------------------------------------------------------------------ */

static const char rayyan_inclusion[] = "RAYYAN-INCLUSION:", rayyan_reasons[] = "RAYYAN-EXCLUSION-REASONS:";

/* Where what a key says ends: at Rayyan's next key. */
static const char *section_end(const char *s)
{
    const char *rayyan = strstr(s, "RAYYAN-"), *user = strstr(s, "USER-NOTES:");

    if (!rayyan || (user && user < rayyan))
        rayyan = user;
    return rayyan ? rayyan : s + strlen(s);
}

/* A quoted text from `*s` on, with the place behind it in `*s`; NULL at the end. BibTeX writes the quotes as \", and names may hold
   quotes as \" themselves. */
static const char *quoted(const char **s, const char *end, size_t *n)
{
    const char *at = memchr(*s, '"', (size_t)(end - *s)), *begin;
    bool        escaped = at && at > *s && at[-1] == '\\';

    if (!at)
        return NULL;
    for (begin = ++at; at < end && !(*at == '"' && (at[-1] == '\\') == escaped); at++)
        ;
    if (at == end)
        return NULL;
    *n = (size_t)(at - begin) - escaped;
    *s = at + 1;
    return begin;
}

/* "=>" between a name and its verdict; BibTeX may have "=\>", and some tools ":". */
static bool arrow(const char **s, const char *end)
{
    const char *at = *s;

    while (at < end && blank(*at))
        at++;
    if (at < end && (*at == ':' || *at == '='))
        at += *at == '=' && at + 1 < end && at[1] == '\\' ? 2 : 1;
    else
        return false;
    *s = at < end && *at == '>' ? at + 1 : at;
    return true;
}

/* A name without the backslashes before its quotes. */
static const char *unescaped(rv_reading *reading, const char *s, size_t n)
{
    char  *name = rv_arena_add(&reading->arena, s, n), *to = name;
    size_t i;

    if (reading->arena.failed)
        return NULL;
    for (i = 0; i < n; i++)
        if (s[i] != '\\' || i + 1 == n || s[i + 1] != '"')
            *to++ = s[i];
    *to = '\0';
    return text_of(reading, name, (size_t)(to - name));
}

static void rayyan(rv_reading *reading, const char *said, const char *raw)
{
    const char     *why = strstr(said, rayyan_reasons), *s, *end, *name, *verdict;
    rv_ref_decision decision = { .raw = raw };
    size_t          n, length;
    bool            any = false;

    if (why) {
        why += sizeof rayyan_reasons - 1;
        why = text_of(reading, why, (size_t)(section_end(why) - why));
    }
    s = strstr(said, rayyan_inclusion) + sizeof rayyan_inclusion - 1;
    end = section_end(s);
    while ((name = quoted(&s, end, &n))) {
        if (!arrow(&s, end) || !(verdict = quoted(&s, end, &length)))
            continue;
        any = true;
        decision.verdict = rv_ref_verdict(verdict, length);
        decision.reviewer = unescaped(reading, name, n);
        decision.reason = decision.verdict == exclude ? why : NULL;
        if (decision.verdict)
            add(reading, &decision);
    }
    while (s < end && (blank(*s) || *s == '{'))
        s++;
    n = (size_t)(end - s);
    while (n > 0 && (blank(s[n - 1]) || s[n - 1] == '|' || s[n - 1] == '}'))
        n--;
    if (!any && (decision.verdict = rv_ref_verdict(s, n))) {
        decision.reason = decision.verdict == exclude ? why : NULL;
        add(reading, &decision);
    }
}

/* ---- ASReview ---------------------------------------------------------------------------------------------------- */

/* "ASReview_relevant" anywhere in the note. "..._not_seen" is no decision, "..._prior" and "..._validate_..." are not the
   screener's. */
static void asreview(rv_reading *reading, const char *said, const char *raw)
{
    static const char mark[] = "ASReview_";

    while ((said = strstr(said, mark))) {
        size_t          n;
        rv_ref_decision decision = { .raw = raw };

        said += sizeof mark - 1;
        for (n = 0; word_char(said[n]); n++)
            ;
        decision.verdict = n == 8 && memcmp(said, "relevant", n) == 0 ? include
                           : n == 10 && memcmp(said, "irrelevant", n) == 0 ? exclude : NULL;
        if (decision.verdict)
            add(reading, &decision);
        said += n;
    }
}

/* ---- Covidence --------------------------------------------------------------------------------------------------- */

static const char covidence_reason[] = "Exclusion reason:";

static void covidence(rv_reading *reading, const char *said, const char *raw)
{
    const char     *s = said;
    rv_ref_decision decision = { .stage = full_text, .verdict = exclude, .raw = raw };

    while ((s = strstr(s, covidence_reason))) {
        bool begins = s == said || s[-1] == '\n' || s[-1] == ';' || (s > said + 1 && s[-1] == ' ' && s[-2] == ';');

        s += sizeof covidence_reason - 1;
        if (!begins)
            continue;
        decision.reason = text_of(reading, s, strcspn(s, ";\n"));
        add(reading, &decision);
    }
}

void rv_reading_decisions_in(rv_reading *reading, const char *note)
{
    const char *said;

    if (!note || !(strstr(note, "RAYYAN-INCLUSION") || strstr(note, "ASReview_") || strstr(note, covidence_reason)))
        return;
    said = strchr(note, '&') ? rv_field_plain(reading, note) : note;        /* quotes and arrows as entities */
    if (!said)
        return;
    if (strstr(said, rayyan_inclusion))
        rayyan(reading, said, note);
    asreview(reading, said, note);
    covidence(reading, said, note);
}

/* ---- Cells of votes ---------------------------------------------------------------------------------------------- */

/* "Ann: Yes", "Ann (Yes)", "Ann - Yes". */
static bool vote(rv_reading *reading, rv_ref_decision decision, const char *s, size_t n)
{
    size_t cut = n, end = n;

    trim(&s, &n);
    end = n > 0 && s[n - 1] == ')' ? n - 1 : n;
    for (cut = end; cut > 0 && s[cut - 1] != ':' && s[cut - 1] != '(' && s[cut - 1] != '-' && s[cut - 1] != '='; cut--)
        ;
    decision.verdict = rv_ref_verdict(s + cut, end - cut);
    if (!decision.verdict)
        return false;
    if (cut > 0 && !(decision.reviewer = text_of(reading, s, cut - 1)))
        return false;                                    /* "-1": ASReview has not seen it */
    add(reading, &decision);
    return true;
}

bool rv_reading_votes_in(rv_reading *reading, const rv_ref_decision *base, const char *cell)
{
    rv_ref_decision decision = *base;
    size_t          n = strlen(cell);
    bool            any = false;

    decision.raw = base->raw ? base->raw : cell;
    if ((decision.verdict = rv_ref_verdict(cell, n))) {
        add(reading, &decision);
        return true;
    }
    while (*cell) {
        n = strcspn(cell, ";,|\n");
        any = vote(reading, decision, cell, n) || any;
        cell += n + (cell[n] != '\0');
    }
    return any;
}
