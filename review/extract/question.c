#include <config.h>

#include <math.h>
#include <string.h>

#include "extract/subject.h"
#include "review/extract.h"

/* The form put to a study, question by question. */

typedef struct {
    const rv_facts    *facts;
    const rv_protocol *protocol;
    rv_status (*question)(void *user, const rv_asking *question, rv_error *err);
    void  *user;
    rv_buf about;
} asking;

/* "result A1: employed, 12 months, arm programme", "arm control", "the study". */
static void say_about(rv_buf *about, const rv_fact_part *p, const rv_fact_result *r)
{
    char months[RV_REAL_TEXT];

    rv_buf_clear(about);
    if (p) {
        rv_buf_printf(about, "%s %s", p->kind, p->key);
    } else if (r) {
        rv_buf_printf(about, "result %s: %s", r->key, r->outcome);
        if (!isnan(r->months))
            rv_buf_printf(about, ", %s months", rv_real_text(r->months, months));
        rv_buf_printf(about, "%s%s", r->arm[0] ? ", arm " : r->contrast[0] ? ", " : "", r->arm[0] ? r->arm : r->contrast);
    } else {
        rv_buf_text(about, "the study");
    }
}

static rv_status ask(const asking *a, rv_subject of, const rv_field *f, rv_asking *q, rv_error *err)
{
    const rv_fact_value *v = of.part ? rv_facts_part_value(a->facts, of.study, of.part, f->id)
                                     : rv_facts_value(a->facts, of.study, of.result, f->id);
    char room[RV_REAL_TEXT];
    const char *calculated = f->compute[0] ? rv_subject_text(a->facts, a->protocol, of, f->id, room) : NULL;

    q->field = f;
    q->asked = rv_subject_asked(a->facts, a->protocol, of, f);
    q->value = q->state = q->place = q->quotation = q->note = q->reviewer = q->at = "";
    if (f->compute[0]) {
        q->state = "calculated";
        q->value = calculated ? calculated : "";
    } else if (v) {
        q->value = v->value;
        q->state = v->state;
        q->place = v->place;
        q->quotation = v->quotation;
        q->note = v->note;
        q->reviewer = v->reviewer;
        q->at = v->at;
    }
    return a->question(a->user, q, err);
}

static rv_status ask_all(void *user, rv_subject of, rv_error *err)
{
    asking *a = user;
    const rv_field_level level = rv_subject_level(a->facts, of);
    const rv_fact_part *p = of.part ? rv_facts_part_by_id(a->facts, of.part) : NULL;
    const rv_fact_result *r = of.result ? rv_facts_result_by_id(a->facts, of.result) : NULL;
    rv_asking q = { .kind = p ? p->kind : "", .part = p ? p->key : "", .result = r ? r->key : "" };
    rv_status st;

    say_about(&a->about, p, r);
    st = rv_buf_check(&a->about, err);
    q.about = rv_buf_str(&a->about);
    for (size_t i = 0; st == RV_OK && i < a->protocol->n_fields; i++)
        if (a->protocol->fields[i].level == level)
            st = ask(a, of, &a->protocol->fields[i], &q, err);
    return st;
}

rv_status rv_extract_each_asking(rv_store *store, const rv_protocol *protocol, const char *own, const char *study,
                                   rv_status (*question)(void *user, const rv_asking *question, rv_error *err), void *user, rv_error *err)
{
    rv_facts facts = { .memory = RV_HOARD_INIT };
    asking a = { &facts, protocol, question, user, RV_BUF_INIT };
    const rv_fact_study *s;
    rv_status st = rv_facts_load_study(store, own, study, &facts, err);

    if (st == RV_OK && !(s = rv_facts_study(&facts, study)))
        st = rv_fail(err, RV_ENOTFOUND, "there is no study '%.100s'", study);
    else if (st == RV_OK)
        st = rv_subjects_each(&facts, s->id, ask_all, &a, err);
    rv_buf_free(&a.about);
    rv_facts_free(&facts);
    return st;
}
