#include <config.h>

#include <stdio.h>
#include <string.h>

#include "review/protocol.h"

/* "design=cluster randomised|cluster matched; icc>=0": clauses with ; between, all of which must hold. */

static rv_status take_clause(const char *text, size_t n, rv_clause *c, rv_error *err)
{
    const char *sign;
    size_t id;

    while (n > 0 && *text == ' ')
        text++, n--;
    while (n > 0 && text[n - 1] == ' ')
        n--;
    if (n == 0 || n >= sizeof c->text)
        return rv_fail(err, RV_EINVAL, n ? "the condition is longer than %zu bytes" : "a condition is empty", sizeof c->text - 1);
    memcpy(c->text, text, n);
    c->text[n] = '\0';
    id = strcspn(c->text, "<>=! ");
    sign = c->text + id;
    if (id == 0 || id >= sizeof c->field || (*sign != '=' && (*sign == '\0' || *sign == ' ' || sign[1] != '=')))
        return rv_fail(err, RV_EINVAL, "'%.80s' is no condition; write field=value|value, field!=value, field>=number or field<=number",
                       c->text);
    memcpy(c->field, c->text, id);
    c->field[id] = '\0';
    c->sign = *sign;
    c->words = sign + (*sign == '=' ? 1 : 2);
    if (c->words[strspn(c->words, " |")] == '\0')
        return rv_fail(err, RV_EINVAL, "'%.80s' names no value", c->text);
    return RV_OK;
}

rv_status rv_condition_each(const char *condition, rv_status (*clause)(void *user, const rv_clause *clause, rv_error *err), void *user,
                            rv_error *err)
{
    rv_status st = RV_OK;

    while (st == RV_OK && *condition) {
        const size_t n = strcspn(condition, ";");
        rv_clause c;

        if ((st = take_clause(condition, n, &c, err)) == RV_OK)
            st = clause(user, &c, err);
        condition += n + (condition[n] != '\0');
    }
    return st;
}

bool rv_clause_word(const rv_clause *clause, size_t *at, char *word, size_t size)
{
    const char *begin = clause->words + *at;
    size_t n = strcspn(begin, "|");

    if (*begin == '\0')
        return false;
    *at += n + (begin[n] == '|');
    while (n > 0 && *begin == ' ')
        begin++, n--;
    while (n > 0 && begin[n - 1] == ' ')
        n--;
    snprintf(word, size, "%.*s", (int)n, begin);
    return true;
}

bool rv_level_sees(rv_field_level from, rv_field_level of)
{
    if (from == of || of == RV_LEVEL_STUDY)
        return true;
    if (from == RV_LEVEL_RESULT)
        return of == RV_LEVEL_OUTCOME || of == RV_LEVEL_TIME || of == RV_LEVEL_CONTRAST;
    return from == RV_LEVEL_ARM_RESULT && (of == RV_LEVEL_OUTCOME || of == RV_LEVEL_TIME || of == RV_LEVEL_ARM);
}
