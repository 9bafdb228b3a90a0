#include <config.h>

#include <jansson.h>
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
        { "maybe", unsure }, { "unsure", unsure }, { "unclear", unsure }, { "uncertain", unsure }, { "later", "later" },
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

static const char ours[] = "REVIEW-DECISIONS:";
static const char rayyan_inclusion[] = "RAYYAN-INCLUSION:", rayyan_reasons[] = "RAYYAN-EXCLUSION-REASONS:";

/* Where what a key says ends: at Rayyan's next key. */
static const char *section_end(const char *s)
{
    static const char *const keys[] = { "RAYYAN-", "USER-NOTES:", ours };
    const char *end = s + strlen(s), *at;
    size_t      i;

    for (i = 0; i < sizeof keys / sizeof *keys; i++)
        if ((at = strstr(s, keys[i])) && at < end)
            end = at;
    return end;
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

/* What stands behind a key of Rayyan, up to the next; NULL where there is nothing. */
static const char *section(rv_reading *reading, const char *said, const char *key)
{
    const char *at = strstr(said, key);

    at = at ? at + strlen(key) : NULL;
    return at ? text_of(reading, at, (size_t)(section_end(at) - at)) : NULL;
}

/* "a,b" as "a; b". */
static const char *labels_in(rv_reading *reading, const char *said)
{
    const char *list = section(reading, said, "RAYYAN-LABELS:");
    char       *out = NULL;
    size_t      length = 0;

    while (list && *list) {
        size_t      n = strcspn(list, ",");
        const char *label = text_of(reading, list, n);

        if (label) {
            out = rv_arena_extend(&reading->arena, out ? out : rv_arena_add(&reading->arena, "", 0), length, "; ", length ? 2 : 0);
            length += length ? 2 : 0;
            out = rv_arena_extend(&reading->arena, out, length, label, strlen(label));
            length += strlen(label);
        }
        list += n + (list[n] != '\0');
    }
    return out;
}

/* What `reviewer` noted: USER-NOTES: {"Ann"=>["one", "two"], "Bo"=>"three"}; several with "; " between. */
static const char *user_note(rv_reading *reading, const char *notes, const char *reviewer)
{
    const char *end = notes + strlen(notes), *s = notes, *text;
    bool        theirs = false;
    char       *out = NULL;
    size_t      n, length = 0;

    while ((text = quoted(&s, end, &n))) {
        if (arrow(&s, end)) {
            text = unescaped(reading, text, n);
            theirs = text && reviewer && strcmp(text, reviewer) == 0;
        } else if (theirs && (text = unescaped(reading, text, n))) {
            out = rv_arena_extend(&reading->arena, out ? out : rv_arena_add(&reading->arena, "", 0), length, "; ", length ? 2 : 0);
            length += length ? 2 : 0;
            out = rv_arena_extend(&reading->arena, out, length, text, strlen(text));
            length += strlen(text);
        }
    }
    return out;
}

/* A later word of the same person, on a record that went through Rayyan twice, replaces the earlier. */
static void add_later(rv_reading *reading, size_t first, size_t before, const rv_ref_decision *decision)
{
    size_t i;

    for (i = first; i < before; i++) {
        rv_ref_decision *old = &reading->decisions[i];

        if (old->reviewer == decision->reviewer
            || (old->reviewer && decision->reviewer && strcmp(old->reviewer, decision->reviewer) == 0)) {
            *old = *decision;
            return;
        }
    }
    add(reading, decision);
}

static void rayyan_section(rv_reading *reading, const char *s, size_t first, const rv_ref_decision *base, const char *why, const char *notes)
{
    const char     *end = section_end(s), *name, *verdict;
    const size_t    before = reading->record.n_decisions;
    rv_ref_decision decision = *base;
    size_t          n, length;
    bool            any = false;

    while ((name = quoted(&s, end, &n))) {
        if (!arrow(&s, end) || !(verdict = quoted(&s, end, &length)))
            continue;
        any = true;
        decision.verdict = rv_ref_verdict(verdict, length);
        decision.reviewer = unescaped(reading, name, n);
        decision.reason = decision.verdict == exclude ? why : NULL;
        decision.note = notes ? user_note(reading, notes, decision.reviewer) : NULL;
        if (decision.verdict)
            add_later(reading, first, before, &decision);
    }
    while (s < end && (blank(*s) || *s == '{'))
        s++;
    n = (size_t)(end - s);
    while (n > 0 && (blank(s[n - 1]) || s[n - 1] == '|' || s[n - 1] == '}'))
        n--;
    if (!any && (decision.verdict = rv_ref_verdict(s, n))) {
        decision.reviewer = NULL;
        decision.reason = decision.verdict == exclude ? why : NULL;
        add_later(reading, first, before, &decision);
    }
}

static void rayyan(rv_reading *reading, const char *said, const char *raw)
{
    const char *why = section(reading, said, rayyan_reasons), *notes = section(reading, said, "USER-NOTES:"), *s = said;
    const rv_ref_decision base = { .raw = raw, .labels = labels_in(reading, said) };
    const size_t first = reading->record.n_decisions;

    while ((s = strstr(s, rayyan_inclusion))) {
        s += sizeof rayyan_inclusion - 1;
        rayyan_section(reading, s, first, &base, why, notes);
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

/* What stands before and behind the reason; NULL when that is nothing. */
static const char *beside(rv_reading *reading, const char *said, const char *from, const char *to)
{
    const char *before = text_of(reading, said, (size_t)(from - said)), *behind = text_of(reading, to, strlen(to));
    char       *text;

    if (!before || !behind)
        return before ? before : behind;
    text = rv_arena_extend(&reading->arena, rv_arena_add(&reading->arena, before, strlen(before)), strlen(before), "; ", 2);
    return reading->arena.failed ? NULL : rv_arena_extend(&reading->arena, text, strlen(before) + 2, behind, strlen(behind));
}

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
        decision.note = beside(reading, said, s - (sizeof covidence_reason - 1), s + strcspn(s, ";\n"));
        add(reading, &decision);
    }
}

/* ---- In our own words --------------------------------------------------------------------------------------------------- */

static const char *copy(rv_reading *reading, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text && *text ? rv_arena_add(&reading->arena, text, strlen(text)) : NULL;
}

void rv_reading_decisions_json(rv_reading *reading, const json_t *list)
{
    size_t i;

    for (i = 0; i < json_array_size(list); i++) {
        const json_t         *one = json_array_get(list, i);
        const char           *verdict = json_string_value(json_object_get(one, "verdict"));
        const rv_ref_decision decision = {
            .stage = copy(reading, one, "stage"), .reviewer = copy(reading, one, "reviewer"),
            .verdict = verdict ? rv_ref_verdict(verdict, strlen(verdict)) : NULL, .reason = copy(reading, one, "reason"),
            .raw = copy(reading, one, "raw"), .note = copy(reading, one, "note"), .labels = copy(reading, one, "labels"),
            .role = copy(reading, one, "role"),
        };

        if (decision.verdict && reading->record.n_decisions < MOST)
            rv_reading_decision_carried(reading, &decision);
    }
    reading->n_carried = reading->record.n_decisions;
}

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text)
        json_object_set_new(object, key, json_string(text));
}

json_t *rv_ref_decisions_json(const rv_record *record)
{
    json_t *json = record->n_decisions ? json_array() : NULL;
    size_t  i;

    for (i = 0; i < record->n_decisions; i++) {
        const rv_ref_decision *decision = &record->decisions[i];
        json_t                *object = json_object();

        set_text(object, "stage", decision->stage);
        set_text(object, "reviewer", decision->reviewer);
        set_text(object, "verdict", decision->verdict);
        set_text(object, "reason", decision->reason);
        set_text(object, "raw", decision->raw);
        set_text(object, "note", decision->note);
        set_text(object, "labels", decision->labels);
        set_text(object, "role", decision->role);
        json_array_append_new(json, object);
    }
    return json;
}

void rv_ref_decisions_note(rv_buf *out, const rv_record *record)
{
    rv_buf      text = RV_BUF_INIT;
    json_t     *json = NULL;
    size_t      i;
    const char *s;

    for (i = 0; i < record->n_decisions && !record->decisions[i].stage; i++)
        ;
    if (i < record->n_decisions && (json = rv_ref_decisions_json(record)) && rv_json_compact(&text, json, NULL) == RV_OK) {
        rv_buf_printf(out, "%s ", ours);
        for (s = rv_buf_str(&text); *s; s++)            /* as entities and markup they would be read as what they mean */
            if (*s == '&' || *s == '<' || *s == '>')
                rv_buf_printf(out, "\\u%04x", (unsigned)*s);
            else
                rv_buf_char(out, *s);
    }
    json_decref(json);
    rv_buf_free(&text);
}

/* The end of the array that begins at `s`. */
static const char *array_end(const char *s)
{
    int  depth = 0;
    bool text = false;

    for (; *s; s++) {
        if (text && *s == '\\' && s[1])
            s++;
        else if (*s == '"')
            text = !text;
        else if (!text && *s == '[')
            depth++;
        else if (!text && *s == ']' && --depth == 0)
            return s + 1;
    }
    return NULL;
}

static void in_our_words(rv_reading *reading, const char *said)
{
    const char *begin = said + sizeof ours - 1, *end;
    json_t     *json = NULL;

    begin += strspn(begin, " ");
    if (*begin != '[' || !(end = array_end(begin)) || rv_json_parse("note", begin, (size_t)(end - begin), &json, NULL) != RV_OK)
        return;
    rv_reading_decisions_json(reading, json);
    json_decref(json);
}

/* ---- Notes --------------------------------------------------------------------------------------------------------------- */

bool rv_ref_note_decides(const char *note)
{
    return strstr(note, "RAYYAN-INCLUSION") || strstr(note, "ASReview_") || strstr(note, covidence_reason) || strstr(note, ours);
}

void rv_reading_decisions_in(rv_reading *reading, const char *note)
{
    const char *said, *own;

    if (!note || !rv_ref_note_decides(note))
        return;
    said = strchr(note, '&') ? rv_field_plain(reading, note) : note;        /* quotes and arrows as entities */
    if (!said)
        return;
    if ((own = strstr(said, ours)))
        in_our_words(reading, own);
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
