/* The judgements of a tool as robvis reads them, to draw traffic lights. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tools/extract_appraise.h"

typedef struct {
    const rv_extraction *work;
    const char          *tool;
    rv_table            *table;
} listing;

static void put_word(rv_table *table, const char *judgement)
{
    rv_buf word = RV_BUF_INIT;

    rv_buf_text(&word, judgement);
    if (word.length)
        word.data[0] = (char)toupper((unsigned char)word.data[0]);
    extract_text(table, rv_buf_str(&word));
    rv_buf_free(&word);
}

static rv_status add_study(void *user, const rv_appraisal *a, rv_error *err)
{
    const listing *g = user;
    rv_buf study = RV_BUF_INIT;

    (void)err;
    rv_buf_printf(&study, "%s%s%s", a->subject.study, a->subject.study[0] && a->subject.result[0] ? ", " : "", a->subject.result);
    rv_buf_text(&study, a->subject.body);
    extract_text(g->table, rv_buf_str(&study));
    rv_buf_free(&study);
    for (size_t i = 0; i < a->n; i++)
        if (!a->lines[i].question)
            put_word(g->table, a->lines[i].answer);
    rv_table_row(g->table);
    return RV_OK;
}

static rv_status fill_robvis(rv_table *table, void *user, rv_error *err)
{
    listing *g = user;

    g->table = table;
    return rv_extract_each_appraisal(g->work->store, g->work->protocol, g->tool, false, add_study, g, err);
}

/* Study, D1, D2, ..., Overall, as robvis reads them; its Weight is the analysis's to give. */
rv_status extract_robvis(rv_extraction *work, char **operands, rv_error *err)
{
    enum { MOST = 64 };
    char names[MOST][8];
    const char *columns[MOST + 1] = { "Study" };
    size_t n = 1;
    listing g = { .work = work, .tool = operands[0] };
    rv_appraisal_subject none;
    rv_appraisal a;
    rv_status st = appraise_subject(work, g.tool, "", &none, err);

    if (st != RV_OK || (st = rv_extract_appraisal(work->store, work->protocol, g.tool, &(rv_appraisal_subject){ NULL, NULL, NULL }, NULL,
                                                  &a, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < a.n && n < MOST; i++)
        if (!a.lines[i].question) {
            snprintf(names[n], sizeof names[n], "D%zu", n % 1000);
            columns[n] = strcmp(a.lines[i].id, "overall") == 0 ? "Overall" : names[n];
            n++;
        }
    rv_appraisal_free(&a);
    return extract_table(work, RV_FORMAT_CSV, columns, n, fill_robvis, &g, err);
}
