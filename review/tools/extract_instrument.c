/* The instruments: which there are, what one asks, and adding one. */
#include <config.h>

#include <string.h>

#include "tools/extract.h"
#include "tools/extract_appraise.h"

/* ---- Which there are -------------------------------------------------------------------------------------------------- */

typedef struct {
    const rv_extraction *work;
    rv_table            *table;
    const char          *name;       /* of the one that is shown */
} listing;

static rv_status add_row(listing *l, const char *xml, const char *from, rv_error *err)
{
    rv_instrument *i;
    size_t questions = 0;
    rv_status st = rv_instrument_parse(&i, from, xml, strlen(xml), err);

    if (st != RV_OK)
        return st;
    for (size_t d = 0; d < i->n_domains; d++)
        questions += i->domains[d].n_questions;
    extract_text(l->table, i->id);
    extract_text(l->table, i->edition);
    extract_text(l->table, i->label);
    extract_text(l->table, i->unit);
    rv_table_int(l->table, (int64_t)i->n_domains);
    rv_table_int(l->table, (int64_t)questions);
    extract_text(l->table, from);
    extract_text(l->table, i->url);
    rv_table_row(l->table);
    rv_instrument_free(i);
    return RV_OK;
}

static rv_status add_kept(void *user, const char *name, const char *edition, const char *xml, rv_error *err)
{
    (void)name;
    (void)edition;
    return add_row(user, xml, "review", err);
}

static rv_status fill_list(rv_table *table, void *user, rv_error *err)
{
    listing *l = user;
    rv_status st = RV_OK;

    l->table = table;
    for (const rv_shipped_instrument *s = rv_shipped_instruments; st == RV_OK && s->id; s++)
        st = add_row(l, s->xml, "toolkit", err);
    return st == RV_OK ? rv_extract_each_instrument(l->work->store, add_kept, l, err) : st;
}

/* ---- What one asks ---------------------------------------------------------------------------------------------------- */

static void put_answers(rv_buf *out, const rv_question *q)
{
    for (size_t i = 0; i < q->n_answers; i++) {
        rv_buf_printf(out, "%s%s", i ? " | " : "", q->answers[i].code);
        if (q->answers[i].points != 0)
            rv_buf_printf(out, " (%+g)", q->answers[i].points);
    }
}

static void put_judgements(rv_buf *out, const rv_instrument_domain *d)
{
    for (size_t i = 0; i < d->n_judgements; i++)
        rv_buf_printf(out, "%s%s", i ? " | " : "", d->judgements[i]);
}

static void row(rv_table *table, const char *domain, const char *id, const char *kind, const char *text, const char *when, const char *choices)
{
    const char *const cells[] = { domain, id, kind, text, when, choices };

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        extract_text(table, cells[i]);
    rv_table_row(table);
}

static rv_status fill_one(rv_table *table, void *user, rv_error *err)
{
    const listing *l = user;
    rv_instrument *instrument;
    rv_buf choices = RV_BUF_INIT;
    rv_status st = rv_extract_instrument(l->work->store, l->name, &instrument, err);

    if (st != RV_OK)
        return st;
    row(table, "", instrument->id, "instrument", instrument->label, instrument->applies_when, instrument->url);
    row(table, "", instrument->edition, "edition", instrument->about, "", "");
    for (size_t i = 0; i < instrument->n_domains; i++) {
        const rv_instrument_domain *d = &instrument->domains[i];

        rv_buf_clear(&choices);
        put_judgements(&choices, d);
        row(table, d->id, "", d->optional ? "domain, may be left out" : "domain", d->label, d->in_order ? "first rule that holds" : "",
            rv_buf_str(&choices));
        for (size_t k = 0; k < d->n_questions; k++) {
            rv_buf_clear(&choices);
            put_answers(&choices, &d->questions[k]);
            row(table, d->id, d->questions[k].id, d->questions[k].critical ? "question, critical" : "question", d->questions[k].text,
                d->questions[k].asked_when, rv_buf_str(&choices));
        }
        for (size_t k = 0; k < d->n_rules; k++)
            row(table, d->id, "", "rule", "", d->rules[k].when, d->rules[k].judgement);
    }
    rv_instrument_free(instrument);
    st = rv_buf_check(&choices, err);
    rv_buf_free(&choices);
    return st;
}

rv_status extract_instruments(rv_extraction *work, char **operands, rv_error *err)
{
    static const char *const columns[] = { "instrument", "edition", "label", "unit", "domains", "questions", "from", "url" };
    static const char *const parts[] = { "domain", "id", "kind", "text", "when", "choices" };
    listing l = { .work = work, .name = operands[0] };

    return l.name ? extract_table(work, RV_FORMAT_TEXT, parts, 6, fill_one, &l, err)
                  : extract_table(work, RV_FORMAT_TEXT, columns, 8, fill_list, &l, err);
}

/* ---- A team's own ----------------------------------------------------------------------------------------------------- */

enum { MOST_BYTES = 256 << 10 };

rv_status extract_instrument_check(rv_extraction *work, char **operands, rv_error *err)
{
    rv_instrument *i;
    uint64_t paths;
    rv_status st = rv_instrument_read(&i, operands[0], err);

    (void)work;
    if (st != RV_OK)
        return st;
    if ((st = rv_instrument_check(i, &paths, err)) == RV_OK)
        rv_tool_say("%s: %s, edition %s: each of %llu ways to answer comes to one judgement", operands[0], i->id, i->edition,
                    (unsigned long long)paths);
    rv_instrument_free(i);
    return st;
}

/* A file; or, by its name, the one that comes with the toolkit, where the review has held to an older one. */
rv_status extract_instrument_add(rv_extraction *work, char **operands, rv_error *err)
{
    const char *shipped = rv_instrument_shipped(operands[0]);
    char hex[RV_DIGEST_HEX] = "";
    rv_buf xml = RV_BUF_INIT;
    rv_status st = RV_OK;

    if (shipped)
        rv_buf_text(&xml, shipped);
    else
        st = rv_file_read(operands[0], MOST_BYTES, &xml, err);
    if (st == RV_OK && (st = rv_buf_check(&xml, err)) == RV_OK)
        st = rv_extract_instrument_add(work->store, work->who, operands[0], rv_buf_str(&xml), xml.length, hex, err);
    rv_buf_free(&xml);
    return st == RV_OK ? extract_done(work, "extract.instrument", hex) : st;
}
