/* What RIS has no place for stands in lines that other programs pass over:
       XF  - field=value                a field that stands once; nothing behind "=" takes it away
       XF  - keyword=  XF  - keyword=a  a list: the first line takes away what the other tags said
       XF  - author=   XF  - author=Family|Given|Suffix
       XF  - date=2014-06-01|as it came
       XF  - decision= XF  - decision=stage|reviewer|verdict|reason|raw|note|labels|role
   with \\, \|, \n, \r, \t and \s (a blank at either end) within. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "ris.h"

static const char *const roles[RV_ROLES] = { "author", "editor", "translator", "series_editor", "other" };
static const char date_name[] = "date", decision_name[] = "decision";
enum { PARTS = 8 };

/* ---- Taking them ------------------------------------------------------------------------------------------------------- */

static char unescaped(char c)
{
    return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c == 's' ? ' ' : c;
}

/* Cuts at bars, in a copy. Parts that are empty or not there are NULL. */
static void cut(rv_reading *reading, const char *s, const char *parts[PARTS])
{
    char  *to = rv_arena_add(&reading->arena, s, strlen(s)), *begin = to;
    size_t i = 0;

    memset(parts, 0, PARTS * sizeof *parts);
    if (reading->arena.failed)
        return;
    for (;; s++) {
        if (*s == '\\' && s[1]) {
            *to++ = unescaped(*++s);
        } else if (*s == '\0' || (*s == '|' && i + 1 < PARTS)) {
            *to++ = '\0';
            parts[i++] = *begin ? begin : NULL;
            begin = to;
            if (*s == '\0')
                return;
        } else {
            *to++ = *s;
        }
    }
}

static bool named(const char *value, const char *name)
{
    size_t n = strlen(name);

    return strncmp(value, name, n) == 0 && value[n] == '=';
}

static void take_date(rv_reading *reading, const char *parts[PARTS])
{
    rv_ref_date *date = &reading->record.date;
    int          numbers[3] = { 0, 0, 0 }, i;
    const char  *s = parts[0];

    for (i = 0; s && i < 3; i++) {
        for (; *s >= '0' && *s <= '9'; s++)
            numbers[i] = numbers[i] < 1000 ? 10 * numbers[i] + (*s - '0') : 0;
        s = *s == '-' ? s + 1 : NULL;
    }
    *date = (rv_ref_date){ .raw = parts[1] };
    if (numbers[0] < 2100 && numbers[1] <= 12 && numbers[2] <= 31)
        *date = (rv_ref_date){ numbers[0], numbers[1], numbers[2], parts[1] };
}

static void take_decision(rv_reading *reading, const char *parts[PARTS])
{
    const rv_ref_decision decision = { parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6], parts[7] };
    size_t i;

    for (i = 0; i < PARTS; i++)
        if (parts[i]) {
            rv_reading_decision(reading, &decision);
            return;
        }
    reading->record.n_decisions = 0;
}

void rv_ris_take_ours(rv_reading *reading, const char *value)
{
    const char *parts[PARTS], *equals = strchr(value, '=');
    int         i;

    if (!equals)
        return;
    cut(reading, equals + 1, parts);
    for (i = 0; i < RV_REF_FIELDS; i++)
        if (named(value, rv_ref_fields[i])) {
            if (i < RV_REF_LISTS)
                rv_reading_replace(reading, (rv_ref_field)i, parts[0]);
            else if (parts[0])
                rv_reading_append(reading, (rv_ref_field)i, parts[0]);
            else
                rv_reading_drop(reading, (rv_ref_field)i);
            return;
        }
    for (i = 0; i < RV_ROLES; i++)
        if (named(value, roles[i])) {
            if (parts[0])
                rv_reading_name(reading, (rv_ref_role)i, parts[0], parts[1], parts[2]);
            else
                rv_reading_drop_people(reading, (rv_ref_role)i);
            return;
        }
    if (named(value, date_name))
        take_date(reading, parts);
    else if (named(value, decision_name))
        take_decision(reading, parts);
}

/* ---- Adding them ------------------------------------------------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void put_part(rv_buf *line, char before, const char *text)
{
    const char *s;

    rv_buf_add(line, &before, 1);
    for (s = text; s && *s; s++) {
        const char code = *s == '\n' ? 'n' : *s == '\r' ? 'r' : *s == '\t' ? 't' : *s == '\\' || *s == '|' ? *s
                          : *s == ' ' && (s == text || !s[1]) ? 's' : '\0';

        if (code)
            rv_buf_add(line, "\\", 1);
        rv_buf_add(line, code ? &code : s, 1);
    }
}

static rv_status add(rv_reading *reading, const char *name, const char *const *parts, size_t n, rv_error *err)
{
    rv_buf    line = RV_BUF_INIT;
    size_t    i;
    rv_status st;

    rv_buf_text(&line, name);
    while (n > 1 && !parts[n - 1])
        n--;
    for (i = 0; i < n; i++)
        put_part(&line, i ? '|' : '=', parts[i]);
    st = line.failed ? rv_fail(err, RV_ENOMEM, "out of memory") : rv_reading_tag(reading, "XF", line.data, line.length, err);
    rv_buf_free(&line);
    return st;
}

static rv_status add_text(rv_reading *reading, const char *name, const char *text, rv_error *err)
{
    return add(reading, name, &text, 1, err);
}

static const char *list_item(const rv_record *record, rv_ref_field field, size_t *at)
{
    while (*at < record->n_values)
        if (record->values[(*at)++].field == field)
            return record->values[*at - 1].text;
    return NULL;
}

static rv_status add_list(rv_reading *reading, const rv_record *want, const rv_record *got, rv_ref_field field, rv_error *err)
{
    size_t      i = 0, j = 0;
    const char *a, *b;
    rv_status   st;

    do {
        a = list_item(want, field, &i);
        b = list_item(got, field, &j);
    } while (a && same(a, b));
    if (same(a, b))
        return RV_OK;
    st = add_text(reading, rv_ref_fields[field], NULL, err);
    for (i = 0; st == RV_OK && (a = list_item(want, field, &i));)
        st = add_text(reading, rv_ref_fields[field], a, err);
    return st;
}

static const rv_ref_name *person(const rv_record *record, rv_ref_role role, size_t *at)
{
    while (*at < record->n_names)
        if (record->names[(*at)++].role == role)
            return &record->names[*at - 1];
    return NULL;
}

static bool same_person(const rv_ref_name *a, const rv_ref_name *b)
{
    return a == b || (a && b && same(a->family, b->family) && same(a->given, b->given) && same(a->suffix, b->suffix));
}

static rv_status add_people(rv_reading *reading, const rv_record *want, const rv_record *got, rv_ref_role role, rv_error *err)
{
    size_t             i = 0, j = 0;
    const rv_ref_name *a, *b;
    rv_status          st;

    do {
        a = person(want, role, &i);
        b = person(got, role, &j);
    } while (a && same_person(a, b));
    if (same_person(a, b))
        return RV_OK;
    st = add_text(reading, roles[role], NULL, err);
    for (i = 0; st == RV_OK && (a = person(want, role, &i));)
        st = add(reading, roles[role], (const char *[]){ a->family, a->given, a->suffix }, 3, err);
    return st;
}

/* A date that came without a text may get one. */
static rv_status add_date(rv_reading *reading, const rv_ref_date *want, const rv_ref_date *got, rv_error *err)
{
    char text[40] = "";

    if (want->year == got->year && want->month == got->month && want->day == got->day && (!want->raw || same(want->raw, got->raw)))
        return RV_OK;
    if (want->year || want->month)
        snprintf(text, sizeof text, "%04d-%02d-%02d", want->year, want->month, want->day);
    return add(reading, date_name, (const char *[]){ text, want->raw }, 2, err);
}

static bool same_decision(const rv_ref_decision *a, const rv_ref_decision *b)
{
    return same(a->stage, b->stage) && same(a->reviewer, b->reviewer) && same(a->verdict, b->verdict) && same(a->reason, b->reason)
           && same(a->raw, b->raw) && same(a->note, b->note) && same(a->labels, b->labels)
           && same(a->role, b->role);
}

static rv_status add_decisions(rv_reading *reading, const rv_record *want, const rv_record *got, rv_error *err)
{
    size_t    i;
    rv_status st;

    for (i = 0; i < want->n_decisions && i < got->n_decisions && same_decision(&want->decisions[i], &got->decisions[i]); i++)
        ;
    if (i == want->n_decisions && i == got->n_decisions)
        return RV_OK;
    st = add_text(reading, decision_name, NULL, err);
    for (i = 0; st == RV_OK && i < want->n_decisions; i++) {
        const rv_ref_decision *d = &want->decisions[i];

        st = add(reading, decision_name, (const char *[]){ d->stage, d->reviewer, d->verdict, d->reason, d->raw, d->note, d->labels, d->role },
                 PARTS, err);
    }
    return st;
}

rv_status rv_ris_add_ours(rv_reading *reading, const rv_record *want, const rv_record *got, rv_error *err)
{
    rv_status st = RV_OK;
    int       i;

    for (i = 0; st == RV_OK && i < RV_REF_LISTS; i++)
        if (!same(want->text[i], got->text[i]))
            st = add_text(reading, rv_ref_fields[i], want->text[i], err);
    for (; st == RV_OK && i < RV_REF_FIELDS; i++)
        st = add_list(reading, want, got, (rv_ref_field)i, err);
    for (i = 0; st == RV_OK && i < RV_ROLES; i++)
        st = add_people(reading, want, got, (rv_ref_role)i, err);
    if (st == RV_OK)
        st = add_date(reading, &want->date, &got->date, err);
    return st == RV_OK ? add_decisions(reading, want, got, err) : st;
}
