/* Finding things in an instrument, and the instruments that come with the toolkit. */
#include <config.h>

#include <string.h>

#include "review/protocol.h"

const rv_instrument_domain *rv_instrument_domain_of(const rv_instrument *instrument, const char *id)
{
    for (size_t i = 0; i < instrument->n_domains; i++)
        if (strcmp(instrument->domains[i].id, id) == 0)
            return &instrument->domains[i];
    return NULL;
}

const rv_question *rv_instrument_question(const rv_instrument *instrument, const char *id)
{
    for (size_t i = 0; i < instrument->n_domains; i++)
        for (size_t j = 0; j < instrument->domains[i].n_questions; j++)
            if (strcmp(instrument->domains[i].questions[j].id, id) == 0)
                return &instrument->domains[i].questions[j];
    return NULL;
}

const rv_instrument_answer *rv_question_answer(const rv_question *question, const char *code)
{
    for (size_t i = 0; i < question->n_answers; i++)
        if (strcmp(question->answers[i].code, code) == 0)
            return &question->answers[i];
    return NULL;
}

const char *rv_instrument_shipped(const char *id)
{
    for (const rv_shipped_instrument *s = rv_shipped_instruments; s->id; s++)
        if (strcmp(s->id, id) == 0)
            return s->xml;
    return NULL;
}

/* The next of the ids with blanks between; moves `*list` on. */
static size_t next_id(const char **list)
{
    *list += strspn(*list, " \t\r\n");
    return strcspn(*list, " \t\r\n");
}

static bool is_listed(const char *list, const char *id)
{
    size_t n;

    for (; (n = next_id(&list)) > 0; list += n)
        if (strlen(id) == n && memcmp(list, id, n) == 0)
            return true;
    return false;
}

rv_status rv_instrument_critical(rv_instrument *instrument, const char *ids, rv_error *err)
{
    char   id[80];
    size_t n;

    for (const char *list = ids; (n = next_id(&list)) > 0; list += n) {
        if (n < sizeof id) {
            memcpy(id, list, n);
            id[n] = '\0';
        }
        if (n >= sizeof id || !rv_instrument_question(instrument, id))
            return rv_fail(err, RV_ENOTFOUND, "%s has no question '%.60s' that could be critical", instrument->id, list);
    }
    for (size_t i = 0; i < instrument->n_domains; i++)
        for (size_t j = 0; j < instrument->domains[i].n_questions; j++) {
            rv_question *q = (rv_question *)&instrument->domains[i].questions[j];   /* ours, not yet handed on */
            q->critical = is_listed(ids, q->id);
        }
    return RV_OK;
}
