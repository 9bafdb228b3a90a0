/* The studies: who extracts them, how far, what lacks; and reports that wait for a study. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/report.h"
#include "review/screen.h"

#include "web/extract_page.h"
#include "web/handlers.h"

typedef struct {
    rv_call *call;
    json_t  *by_label;            /* study -> row */
    bool     review;              /* the review's version is counted, not one's own */
} studies;

/* ---- Counting ---------------------------------------------------------------------------------------------------------------------- */

static void count(json_t *row, const char *name)
{
    rv_json_put_int(row, name, json_integer_value(json_object_get(row, name)) + 1);
}

static json_t *row_of(const studies *s, const char *label)
{
    json_t *row = json_object_get(s->by_label, label);
    rv_buf href = RV_BUF_INIT;

    if (row)
        return row;
    row = json_object();
    json_object_set_new(s->by_label, label, row);
    rv_buf_text(&href, "/extract/");
    rv_path_part(&href, label);
    rv_json_put_text(row, "study", label);
    rv_json_put_text(row, "href", rv_buf_str(&href));
    rv_buf_printf(&href, "/agree");
    rv_json_put_text(row, "agree", rv_buf_str(&href));
    json_object_set_new(row, "people", json_array());
    for (size_t i = 0; i < 4; i++) {
        static const char *const counts[] = { "reports", "values", "lacks", "warnings" };
        rv_json_put_int(row, counts[i], 0);
    }
    rv_buf_free(&href);
    return row;
}

/* Of a study that the person extracts their own version counts; of others what the review has. */
static json_t *counted(const studies *s, const char *label)
{
    json_t *row = row_of(s, label);
    const bool two = s->call->protocol->extraction == RV_EXTRACT_DOUBLE;
    const bool mine = two && json_is_true(json_object_get(row, "own"));

    return two && mine == s->review ? NULL : row;
}

static rv_status take_study(void *user, const char *label, int64_t record, const char *role, rv_error *err)
{
    json_t *row = row_of(user, label);

    (void)err;
    if (record && strcmp(role, "none") != 0)
        count(row, "reports");
    return RV_OK;
}

static rv_status take_value(void *user, const rv_value *v, rv_error *err)
{
    json_t *row = counted(user, v->study);

    (void)err;
    if (row)
        count(row, "values");
    return RV_OK;
}

static rv_status take_lack(void *user, const rv_again *a, rv_error *err)
{
    json_t *row = counted(user, a->study);

    (void)err;
    if (row)
        count(row, "lacks");
    return RV_OK;
}

static rv_status take_warning(void *user, const rv_value_warning *w, rv_error *err)
{
    json_t *row = counted(user, w->study);

    (void)err;
    if (row && !w->reason[0])
        count(row, "warnings");
    return RV_OK;
}

static rv_status count_all(studies *s, const char *own, rv_error *err)
{
    rv_call *call = s->call;
    rv_status st;

    s->review = !own;
    if ((st = rv_extract_walk(call->store, &(rv_value_filter){ .own = own }, take_value, s, err)) == RV_OK
        && (st = rv_extract_each_lack(call->store, call->protocol, own, NULL, take_lack, s, err)) == RV_OK)
        st = rv_extract_warnings(call->store, call->protocol, own, NULL, NULL, take_warning, s, err);
    return st;
}

/* ---- People -------------------------------------------------------------------------------------------------------------------------- */

/* How far others are is the lead's to know while the study is blind. */
static rv_status take_extractor(void *user, const rv_extractor *x, rv_error *err)
{
    const studies *s = user;
    const bool me = strcmp(x->person, s->call->person) == 0;
    json_t *row = row_of(s, x->study), *person;

    (void)err;
    if (x->open)
        rv_json_put_yes(row, "open", true);
    if (strcmp(x->state, "none") == 0)
        return RV_OK;
    if (me) {
        rv_json_put_yes(row, "mine", true);
        rv_json_put_yes(row, "own", strcmp(x->role, "extract") == 0);
        rv_json_put_yes(row, "my_done", strcmp(x->state, "done") == 0);
        rv_json_put_text(row, "my_role", x->role);
        rv_json_put_text(row, "my_state", x->state);
        rv_json_put_text(row, "waits_for", x->waits_for);
    }
    if (!me && s->call->may < RV_WEB_LEAD && !x->open && (strcmp(x->state, "begun") == 0 || strcmp(x->state, "late") == 0))
        return RV_OK;
    person = json_object();
    rv_json_put_text(person, "person", x->person);
    rv_json_put_text(person, "role", x->role);
    rv_json_put_text(person, "state", me || s->call->may >= RV_WEB_LEAD || x->open ? x->state : "");
    json_array_append_new(json_object_get(row, "people"), person);
    return RV_OK;
}

static rv_status add_person(void *user, const rv_person *p, rv_error *err)
{
    json_t *person;
    size_t rank = 0;

    (void)err;
    while (rv_roles[rank] && strcmp(rv_roles[rank], p->role) != 0)
        rank++;
    if (!p->active || rank < RV_MAY_EXTRACT)
        return RV_OK;
    person = json_object();
    rv_json_put_text(person, "person", p->name);
    rv_json_put_text(person, "role", p->role);
    rv_json_put_int(person, "number", (int64_t)json_array_size(user) + 1);
    json_array_append_new(user, person);
    return RV_OK;
}

/* ---- Reports without a study ----------------------------------------------------------------------------------------------------------- */

static rv_status label_report(void *user, const rv_stored_record *report, rv_error *err)
{
    rv_buf label = RV_BUF_INIT;

    (void)err;
    rv_record_label(&report->fields, &label);
    rv_json_put_text(user, "label", rv_buf_str(&label));
    rv_buf_free(&label);
    return RV_OK;
}

static rv_status put_waiting(rv_call *call, rv_error *err)
{
    enum { MOST = 100 };
    rv_sheet_report *reports = NULL;
    size_t n = 0;
    json_t *list = json_array();
    rv_status st = rv_reports_unstudied(call->store, call->protocol, &reports, &n, err);

    rv_call_put(call, "waiting", list);
    rv_call_put_int(call, "waiting_n", (int64_t)n);
    rv_call_put_yes(call, "waiting_more", n > MOST);
    for (size_t i = 0; st == RV_OK && i < n && i < MOST; i++) {
        json_t *one = json_object();
        json_array_append_new(list, one);
        rv_json_put_int(one, "record", reports[i].record);
        rv_json_put_text(one, "name", reports[i].study);
        st = rv_reports_each(call->store, reports[i].record, reports[i].record, label_report, one, err);
    }
    rv_reports_unstudied_free(reports, n);
    return st;
}

/* ---- The page ---------------------------------------------------------------------------------------------------------------------------- */

/* My studies that are not done come first, then mine that are, then the others; each by name. */
static int rank_of(const json_t *row)
{
    const char *state = json_string_value(json_object_get(row, "my_state"));

    if (!json_is_true(json_object_get(row, "mine")))
        return 2;
    return state && strcmp(state, "done") == 0 ? 1 : 0;
}

static int order(const void *a, const void *b)
{
    const json_t *x = *(json_t *const *)a, *y = *(json_t *const *)b;
    const int c = rank_of(x) - rank_of(y);

    return c ? c : strcmp(json_string_value(json_object_get(x, "study")), json_string_value(json_object_get(y, "study")));
}

static rv_status put_sorted(rv_call *call, json_t *by_label, rv_error *err)
{
    const size_t n = json_object_size(by_label);
    json_t **rows = calloc(n + 1, sizeof *rows), *list = json_array(), *row;
    const char *label;
    size_t i = 0;

    if (!rows || !list) {
        free(rows);
        return rv_fail(err, RV_ENOMEM, "out of memory");
    }
    json_object_foreach(by_label, label, row)
        rows[i++] = row;
    if (n)
        qsort(rows, n, sizeof *rows, order);
    for (i = 0; i < n; i++)
        json_array_append(list, rows[i]);
    rv_call_put(call, "studies", list);
    rv_call_put_yes(call, "studies_any", n > 0);
    free(rows);
    return RV_OK;
}

rv_status rv_get_extract(rv_call *call, rv_error *err)
{
    studies s = { .call = call, .by_label = json_object() };
    json_t *people = json_array();
    const char *own;
    rv_status st;

    rv_call_put_text(call, "title", "Extraction");
    rv_call_put(call, "people", people);
    if (!call->protocol) {
        json_decref(s.by_label);
        return RV_OK;
    }
    own = rv_extract_own(call);
    rv_call_put_text(call, "extraction", own ? "double" : call->protocol->extraction == RV_EXTRACT_VERIFY ? "verify" : "single");
    rv_call_put_yes(call, "double", own != NULL);
    rv_call_put_yes(call, "verify", call->protocol->extraction == RV_EXTRACT_VERIFY);
    if ((st = rv_extract_each_study(call->store, take_study, &s, err)) == RV_OK
        && (st = rv_extract_each_extractor(call->store, NULL, take_extractor, &s, err)) == RV_OK
        && (st = count_all(&s, NULL, err)) == RV_OK && (!own || (st = count_all(&s, own, err)) == RV_OK)
        && (st = rv_people_each(call->store, add_person, people, err)) == RV_OK && (st = put_waiting(call, err)) == RV_OK)
        st = put_sorted(call, s.by_label, err);
    rv_call_put_yes(call, "named", json_array_size(people) > 0);
    json_decref(s.by_label);
    return st;
}
