/* An appraisal as its page shows it: domains with the questions that are asked, what the rules propose, and what was said. */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "web/appraise_page.h"

/* What somebody typed under PART.ID and was not taken; else what stands. */
static const char *typed(const json_t *sent, const char *part, const char *id, const char *stands)
{
    char name[200];
    const char *text;

    snprintf(name, sizeof name, "%s.%s", part, id);
    text = json_string_value(json_object_get(sent, name));
    return text ? text : stands;
}

static json_t *choices_of(const rv_appraisal_line *l, const char *chosen)
{
    json_t *list = json_array();

    for (size_t i = 0; i < l->n_choices; i++) {
        json_t *one = json_object();
        rv_json_put_text(one, "value", l->choices[i]);
        rv_json_put_text(one, "label", l->labels[i]);
        rv_json_put_yes(one, "chosen", strcmp(l->choices[i], chosen) == 0);
        rv_json_put_int(one, "digit", (int64_t)i + 1);
        if (strcmp(l->choices[i], l->labels[i]) != 0)
            rv_json_put_text(one, "code", l->choices[i]);
        json_array_append_new(list, one);
    }
    return list;
}

/* `carried`: the place of the line before, which the next entry takes over as people read page by page. */
static json_t *line_json(const rv_appraisal_line *l, const json_t *sent, const char *carried)
{
    json_t *line = json_object();
    const char *answer = typed(sent, "answer", l->id, l->answer);
    const bool as_proposed = !l->question && (strcmp(answer, RV_AS_PROPOSED) == 0
                                              || (*l->answer && answer == l->answer && strcmp(l->answer, l->proposed) == 0));

    rv_json_put_text(line, "id", l->id);
    rv_json_put_text(line, "text", l->text);
    rv_json_put_text(line, "help", l->help);
    rv_json_put_yes(line, "critical", l->critical);
    rv_json_put_yes(line, "optional", l->optional);
    rv_json_put_text(line, "answer", l->answer);
    rv_json_put_text(line, "support", typed(sent, "support", l->id, l->support));
    rv_json_put_text(line, "place", typed(sent, "place", l->id, *l->answer ? l->place : carried));
    rv_json_put_text(line, "quotation", typed(sent, "quotation", l->id, l->quotation));
    rv_json_put_text(line, "reviewer", l->reviewer);
    rv_json_put_text(line, "again", l->again);
    rv_json_put_text(line, "waits", l->waits);
    if (*l->now) {
        json_t *proposal = json_object();
        rv_json_put_text(proposal, "judgement", l->now);
        rv_json_put_text(proposal, "because", l->because);
        rv_json_put_yes(proposal, "differs", *l->answer && strcmp(l->answer, l->now) != 0);
        json_object_set_new(line, "proposal", proposal);
    }
    rv_json_put_yes(line, "as_proposed", as_proposed);
    rv_json_put_yes(line, "noted", *l->support || *l->place || *l->quotation);
    json_object_set_new(line, "choices", choices_of(l, as_proposed ? "" : answer));
    return line;
}

/* Of a domain with its questions; the questions stand before it. */
static json_t *domain_json(const rv_appraisal *a, size_t from, size_t domain, const json_t *sent, const char **carried)
{
    json_t *questions = json_array(), *one;
    size_t never = 0, unsettled = 0;

    for (size_t i = from; i < domain; i++) {
        const rv_appraisal_line *l = &a->lines[i];
        if (l->asked != RV_ASKED) {           /* an answer that does not count is not shown as one */
            *(l->asked == RV_ASKED_NOT ? &never : &unsettled) += 1;
            continue;
        }
        json_array_append_new(questions, line_json(l, sent, *carried));
        if (*l->place)
            *carried = l->place;
    }
    one = line_json(&a->lines[domain], sent, *carried);
    json_object_set_new(one, "questions", questions);
    rv_json_put_int(one, "not_asked", (int64_t)never);
    rv_json_put_int(one, "may_be_asked", (int64_t)unsettled);
    rv_json_put_yes(one, "rules", a->instrument && rv_instrument_domain_of(a->instrument, a->lines[domain].id)
                                      && rv_instrument_domain_of(a->instrument, a->lines[domain].id)->n_rules > 0);
    return one;
}

json_t *rv_appraisal_json(const rv_appraisal *a, const json_t *sent)
{
    json_t *out = json_object(), *domains = json_array();
    const char *carried = "";
    size_t from = 0;

    rv_json_put_text(out, "tool", a->tool->id);
    rv_json_put_text(out, "label", a->instrument ? a->instrument->label : a->tool->label);
    rv_json_put_text(out, "edition", a->instrument ? a->instrument->edition : "");
    rv_json_put_int(out, "due", (int64_t)a->due);
    rv_json_put_int(out, "judged", (int64_t)a->judged);
    rv_json_put_int(out, "again", (int64_t)a->again);
    rv_json_put_text(out, "next", a->next);
    rv_json_put_yes(out, "done", a->judged >= a->due && !a->next[0]);
    for (size_t i = 0; i < a->n; i++)
        if (!a->lines[i].question) {
            json_array_append_new(domains, domain_json(a, from, i, sent, &carried));
            from = i + 1;
        }
    json_object_set_new(out, "domains", domains);
    return out;
}
