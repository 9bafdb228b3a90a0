/* Settings of an analysis that a person may change; what is allowed stands in one table. */
#include <config.h>

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "review/effect.h"
#include "review/meta.h"

#include "report/settings.h"

static const char *const model_names[] = { "common", "random", NULL };

static const struct {
    const char *name;
    size_t      offset;           /* of a text in rv_plan; the level is a number */
    const char *const *words;     /* NULL: a level */
} settings[] = {
    { "measure", offsetof(rv_plan, measure), rv_measure_names },
    { "model",   offsetof(rv_plan, model),   model_names },
    { "method",  offsetof(rv_plan, method),  rv_estimator_names },
    { "test",    offsetof(rv_plan, test),    rv_meta_test_names },
    { "level",   offsetof(rv_plan, level),   NULL },
};
enum { N_SETTINGS = sizeof settings / sizeof *settings };

static const char **text_at(rv_plan *a, size_t offset)
{
    return (const char **)((char *)a + offset);
}

static rv_status word_of(size_t i, const char *word, const char *value, rv_error *err)
{
    rv_buf known = RV_BUF_INIT;
    rv_status st;

    for (size_t w = 0; settings[i].words[w]; w++) {
        if (strcmp(settings[i].words[w], value) == 0) {
            rv_buf_free(&known);
            return RV_OK;
        }
        rv_buf_printf(&known, "%s%s", w ? ", " : "", settings[i].words[w]);
    }
    st = rv_fail(err, RV_EUSAGE, "'%s': %s is one of %s", word, settings[i].name, rv_buf_str(&known));
    rv_buf_free(&known);
    return st;
}

static rv_status value_of(size_t i, const char *word, rv_setting *out, rv_error *err)
{
    if (settings[i].words)
        return word_of(i, word, out->value, err);
    if (rv_real_parse(out->value, &out->number, NULL) != RV_OK || !(out->number > 0 && out->number < 1))
        return rv_fail(err, RV_EUSAGE, "'%s': a level lies between 0 and 1", word);
    return RV_OK;
}

rv_status rv_setting_parse(const rv_protocol *protocol, const char *word, rv_setting *out, rv_error *err)
{
    const char *equals = strchr(word, '='), *dot = equals ? memchr(word, '.', (size_t)(equals - word)) : NULL;

    *out = (rv_setting){ 0 };
    if (!dot || dot == word || dot + 1 == equals || (size_t)(equals - dot) > sizeof out->name)
        return rv_fail(err, RV_EUSAGE, "'%s' is not ANALYSIS.SETTING=VALUE", word);
    memcpy(out->name, dot + 1, (size_t)(equals - dot - 1));
    out->value = equals + 1;
    for (size_t i = 0; i < protocol->n_analyses; i++) {
        const char *id = protocol->analyses[i].id;
        if (strlen(id) == (size_t)(dot - word) && memcmp(id, word, (size_t)(dot - word)) == 0)
            out->analysis = &protocol->analyses[i];
    }
    if (!out->analysis)
        return rv_fail(err, RV_EUSAGE, "'%s': the protocol has no analysis of that name", word);
    for (size_t i = 0; i < N_SETTINGS; i++)
        if (strcmp(settings[i].name, out->name) == 0) {
            rv_plan copy = *out->analysis;
            if (settings[i].words)
                snprintf(out->planned, sizeof out->planned, "%s", *text_at(&copy, settings[i].offset));
            else
                rv_real_text(copy.level, out->planned);
            return value_of(i, word, out, err);
        }
    return rv_fail(err, RV_EUSAGE, "'%s': there are measure, model, method, test and level", word);
}

rv_status rv_setting_apply(const rv_protocol *protocol, const rv_plan *analysis, const rv_words *otherwise, rv_plan *out,
                           rv_error *err)
{
    *out = *analysis;
    for (size_t w = 0; otherwise && w < otherwise->n; w++) {
        rv_setting s;
        rv_status st = rv_setting_parse(protocol, otherwise->items[w], &s, err);

        if (st != RV_OK)
            return st;
        for (size_t i = 0; s.analysis == analysis && i < N_SETTINGS; i++)
            if (strcmp(settings[i].name, s.name) == 0) {
                if (settings[i].words)
                    *text_at(out, settings[i].offset) = s.value;
                else
                    out->level = s.number;
            }
    }
    return RV_OK;
}
