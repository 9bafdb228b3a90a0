#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "extract/foreign.h"

const rv_foreign_format rv_foreign_formats[] = {
    { "revman", "RevMan 5 (.rm5)", rv_revman_is, rv_revman_read, rv_revman_write },
    { "revman-results", "RevMan study results (CSV)", rv_revman_csv_is, rv_revman_csv_read, rv_revman_csv_write },
    { "cochrane-package", "Cochrane data package (.zip)", rv_package_is, rv_package_read, NULL },
    { "eppi-json", "EPPI-Reviewer JSON", rv_eppi_is, rv_eppi_read, rv_eppi_write },
    { "covidence", "Covidence extraction (CSV)", rv_covidence_is, rv_covidence_read, NULL },
    { "metapsy", "Metapsy columns (CSV)", rv_metapsy_is, rv_metapsy_read, rv_metapsy_write },
    { NULL, NULL, NULL, NULL, NULL }
};

void rv_foreign_start(rv_foreign *f, void (*told)(void *user, size_t line, const char *name, const char *message), void *user)
{
    *f = (rv_foreign){ .title = "", .memory = RV_HOARD_INIT, .told = told, .user = user, .said = RV_BUF_INIT };
}

void rv_foreign_free(rv_foreign *f)
{
    free(f->studies);
    free(f->results);
    free(f->values);
    free(f->judgements);
    free(f->slots);
    rv_buf_free(&f->said);
    rv_hoard_free(&f->memory);
}

const char *rv_foreign_text(rv_foreign *f, const char *text)
{
    size_t n;
    char *copy;

    if (!text)
        return "";
    text += strspn(text, " \t\r\n");
    for (n = strlen(text); n > 0 && strchr(" \t\r\n", text[n - 1]); n--)
        ;
    if (n == 0 || !(copy = rv_hoard_bytes(&f->memory, n + 1)))
        return "";
    memcpy(copy, text, n);
    return copy;
}

const char *rv_foreign_join(rv_foreign *f, const char *format, ...)
{
    va_list args, again;
    char *text = NULL;
    int n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(NULL, 0, format, args);
    if (n > 0 && (text = rv_hoard_bytes(&f->memory, (size_t)n + 1)))
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    va_end(args);
    return text ? text : "";
}

static rv_status add(rv_foreign *f, void *array, size_t *n, size_t list, const void *item, size_t size, rv_error *err)
{
    if (*n == RV_FOREIGN_MOST)
        return rv_fail(err, RV_EPARSE, "the file holds more than %d studies, results or values; it is not read", RV_FOREIGN_MOST);
    if (f->memory.failed || !rv_grow(array, *n, &f->room[list], size))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    memcpy(*(char **)array + *n * size, item, size);
    (*n)++;
    return RV_OK;
}

static uint64_t hash(const char *text)
{
    uint64_t h = UINT64_C(14695981039346656037);

    for (; *text; text++)
        h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return h;
}

/* The slot of an id: its own, or the free one where it would stand. */
static size_t slot_of(const rv_foreign *f, const char *id)
{
    size_t i = hash(id) & (f->n_slots - 1);

    while (f->slots[i] && strcmp(f->studies[f->slots[i] - 1].id, id) != 0)
        i = (i + 1) & (f->n_slots - 1);
    return i;
}

static bool make_slots(rv_foreign *f)
{
    size_t *old = f->slots;

    if (2 * f->n_studies < f->n_slots)
        return true;
    f->n_slots = f->n_slots ? 2 * f->n_slots : 64;
    if (!(f->slots = calloc(f->n_slots, sizeof *f->slots))) {
        f->slots = old;
        return false;
    }
    free(old);
    for (size_t i = 0; i < f->n_studies; i++) {
        const size_t at = slot_of(f, f->studies[i].id);
        if (!f->slots[at])                               /* of two of one id the first is found */
            f->slots[at] = i + 1;
    }
    return true;
}

rv_status rv_foreign_add_study(rv_foreign *f, const rv_foreign_study *study, size_t *index, rv_error *err)
{
    rv_status st = add(f, &f->studies, &f->n_studies, 0, study, sizeof *study, err);
    size_t at;

    if (st != RV_OK)
        return st;
    if (index)
        *index = f->n_studies - 1;
    if (!make_slots(f))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    at = slot_of(f, study->id);
    if (!f->slots[at])
        f->slots[at] = f->n_studies;
    return RV_OK;
}

size_t rv_foreign_find(const rv_foreign *f, const char *id)
{
    const size_t at = f->n_slots ? slot_of(f, id) : 0;

    return f->n_slots && f->slots[at] ? f->slots[at] - 1 : RV_FOREIGN_NONE;
}

rv_status rv_foreign_add_result(rv_foreign *f, const rv_foreign_result *result, size_t *index, rv_error *err)
{
    if (index)
        *index = f->n_results;
    return add(f, &f->results, &f->n_results, 1, result, sizeof *result, err);
}

rv_status rv_foreign_add_value(rv_foreign *f, const rv_foreign_value *value, rv_error *err)
{
    rv_foreign_value v = *value;
    rv_foreign_result *of = v.result == RV_FOREIGN_NONE ? NULL : &f->results[v.result];

    if (of && of->last == 0)
        of->first = f->n_values;
    if (of)
        of->last = f->n_values + 1;
    if (!v.as)
        v.as = "";
    if (!v.note)
        v.note = "";
    if (!v.quotation)
        v.quotation = "";
    return add(f, &f->values, &f->n_values, 2, &v, sizeof v, err);
}

rv_status rv_foreign_add_judgement(rv_foreign *f, const rv_foreign_judgement *judgement, rv_error *err)
{
    return add(f, &f->judgements, &f->n_judgements, 3, judgement, sizeof *judgement, err);
}

void rv_foreign_tell(rv_foreign *f, size_t line, const char *name, const char *message)
{
    rv_buf mark = RV_BUF_INIT;

    rv_buf_printf(&mark, "\n%.200s\t%.200s\n", name, message);
    if (f->told && !strstr(rv_buf_str(&f->said), rv_buf_str(&mark)) && f->said.length < 1 << 20) {
        rv_buf_text(&f->said, rv_buf_str(&mark));
        f->told(f->user, line, name, message);
    }
    rv_buf_free(&mark);
}

/* Is `as` among the words of `list`? */
static bool is_word(const char *list, const char *as)
{
    const size_t n = strlen(as);

    for (; *list; list += strcspn(list, " "), list += strspn(list, " "))
        if (strncmp(list, as, n) == 0 && (list[n] == ' ' || !list[n]))
            return true;
    return false;
}

const rv_foreign_value *rv_foreign_input(const rv_foreign *f, size_t result, const char *as)
{
    for (size_t i = f->results[result].first; i < f->results[result].last; i++)
        if (f->values[i].result == result && is_word(f->values[i].as, as))
            return &f->values[i];
    return NULL;
}

const char *rv_foreign_named(const rv_foreign *f, size_t result, const char *name)
{
    for (size_t i = f->results[result].first; i < f->results[result].last; i++)
        if (f->values[i].result == result && strcmp(f->values[i].name, name) == 0)
            return f->values[i].value;
    return "";
}

const char *rv_foreign_measure(const rv_foreign *f, size_t result, bool printed)
{
    const char *said = rv_foreign_named(f, result, "measure");

    return *said || printed ? said : rv_foreign_named(f, result, RV_FOREIGN_PLANNED);
}

bool rv_foreign_is_difference(const char *measure)
{
    static const char *const words[] = { "MD", "SMD", "RD", "Mean Difference", "Std. Mean Difference", "Standardised Mean Difference",
                                         "Risk Difference" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(measure, words[i]) == 0)
            return true;
    return false;
}

const rv_foreign_value *rv_foreign_effect(const rv_foreign *f, size_t result)
{
    const rv_foreign_value *yi = rv_foreign_input(f, result, "yi");

    return !yi && rv_foreign_is_difference(rv_foreign_measure(f, result, true)) ? rv_foreign_input(f, result, "est") : yi;
}

void rv_foreign_sides(const rv_foreign *f, size_t result, rv_buf *one, const char **two)
{
    static const char *const between[] = { " v ", " vs ", " vs. ", " versus " };
    const char *contrast = f->results[result].contrast, *first = rv_foreign_named(f, result, "group 1");

    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        const char *at = strstr(contrast, between[i]);
        if (at) {
            rv_buf_add(one, contrast, (size_t)(at - contrast));
            *two = at + strlen(between[i]);
            return;
        }
    }
    rv_buf_text(one, *first ? first : contrast);
    *two = *first ? rv_foreign_named(f, result, "group 2") : "";
}

void rv_foreign_first_line(const char *bytes, size_t n, char *head, size_t size)
{
    size_t end = 0;

    while (end < n && end < size - 1 && bytes[end] != '\n')
        end++;
    if (end)
        memcpy(head, bytes, end);
    head[end] = '\0';
}
