/* One appraisal: the questions of its domains, the proposal of the rules, the judgement; beside the full text. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/appraise_page.h"
#include "web/handlers.h"
#include "web/pane.h"

enum { REPORTS = 20 };

static void put_paths(rv_call *call, const rv_appraisal_tool *tool, const rv_appraisal_subject *subject)
{
    rv_buf rest = RV_BUF_INIT;

    rv_path_part(&rest, tool->id);
    rv_buf_char(&rest, '/');
    rv_path_part(&rest, rv_appraise_name(subject));
    rv_call_put_text(call, "rest", rv_buf_str(&rest));
    rv_buf_free(&rest);
}

static rv_status put_papers(rv_call *call, const rv_appraisal_tool *tool, const rv_appraisal_subject *subject, rv_error *err)
{
    int64_t reports[REPORTS];
    rv_buf then = RV_BUF_INIT;
    size_t n;
    rv_status st = rv_subject_reports(call, tool, subject, reports, REPORTS, &n, err);

    rv_buf_printf(&then, "/appraise/%s", json_string_value(json_object_get(call->out, "rest")));
    if (st == RV_OK && n)
        st = rv_put_pane(call, reports, n, rv_buf_str(&then), err);
    rv_buf_free(&then);
    return st;
}

rv_status rv_get_appraise_one(rv_call *call, rv_error *err)
{
    json_t *about = NULL;
    const rv_appraisal_tool *tool;
    rv_appraisal_subject subject;
    rv_appraisal a;
    rv_buf title = RV_BUF_INIT;
    rv_status st;

    if ((st = rv_appraise_asked(call, &tool, &subject, err)) != RV_OK
        || (st = rv_subject_json(call, tool, &subject, &about, err)) != RV_OK)
        return st;
    rv_call_put(call, "about", about);
    st = rv_extract_appraisal(call->store, call->protocol, tool->id, &subject, rv_appraise_own(call, tool), &a, err);
    if (st == RV_ENOTFOUND && rv_appraise_own(call, tool)) {      /* a result that is the review's and not this person's */
        rv_call_put_yes(call, "not_mine", true);
        st = rv_extract_appraisal(call->store, call->protocol, tool->id, &subject, NULL, &a, err);
    }
    if (st != RV_OK)
        return st;
    rv_buf_printf(&title, "%s: %s", tool->label, rv_appraise_name(&subject));
    rv_call_put_text(call, "title", rv_buf_str(&title));
    rv_buf_free(&title);
    rv_call_put(call, "appraisal", rv_appraisal_json(&a, call->sent));
    rv_call_put_yes(call, "twice", rv_appraise_own(call, tool) != NULL);
    rv_appraisal_free(&a);
    put_paths(call, tool, &subject);
    return put_papers(call, tool, &subject, err);
}

/* ---- Saving --------------------------------------------------------------------------------------------------------------------- */

typedef struct {
    rv_call                 *call;
    const rv_appraisal_tool *tool;
    rv_appraisal_subject     subject;
    rv_judgement_entry      *entries;
    size_t                   n, warnings;
    char                     warned[300];
    size_t                   kept;
} saving;

static const char *part_of(const rv_call *call, const char *part, const char *id)
{
    rv_buf name = RV_BUF_INIT;
    const char *text;

    rv_buf_printf(&name, "%s.%s", part, id);
    text = rv_call_text(call, rv_buf_str(&name));
    rv_buf_free(&name);
    return text && *text ? text : NULL;
}

static void add(saving *s, const rv_appraisal_line *l, const char *answer)
{
    s->entries[s->n++] = (rv_judgement_entry){ .study = s->subject.study, .result = s->subject.result, .body = s->subject.body,
                                               .tool = s->tool->id, .domain = l->id, .judgement = answer,
                                               .support = part_of(s->call, "support", l->id), .place = part_of(s->call, "place", l->id),
                                               .quotation = part_of(s->call, "quotation", l->id) };
}

static void warn(void *user, const rv_extract_warning *w)
{
    saving *s = user;

    if (!w->fault && !s->warned[0])
        strncat(s->warned, w->message, sizeof s->warned - 1);
}

static rv_status keep(saving *s, rv_error *err)
{
    rv_extract_summary summary;
    rv_status st;

    if (!s->n)
        return RV_OK;
    st = rv_extract_appraise_all(s->call->store, s->call->protocol, s->call->person, s->entries, s->n, warn, s, &summary, err);
    if (st == RV_OK && summary.event[0])
        memcpy(s->call->event, summary.event, RV_DIGEST_HEX);
    if (st == RV_OK)
        s->kept += summary.judgements + summary.corrections;
    s->n = 0;
    return st;
}

/* One round: 0 the questions; 1 the judgements that are said, and those proposed already; 2 those that these bring about. */
static rv_status save_round(saving *s, int round, rv_error *err)
{
    rv_appraisal a;
    rv_status st = rv_extract_appraisal(s->call->store, s->call->protocol, s->tool->id, &s->subject, rv_appraise_own(s->call, s->tool), &a,
                                        err);

    if (st != RV_OK)
        return st;
    if (!(s->entries = calloc(a.n + 1, sizeof *s->entries)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    for (size_t i = 0; st == RV_OK && i < a.n; i++) {
        const rv_appraisal_line *l = &a.lines[i];
        const char *answer = part_of(s->call, "answer", l->id);
        const bool proposed = answer && strcmp(answer, RV_AS_PROPOSED) == 0;
        if (!answer || l->question != (round == 0) || (round == 2 && !proposed))
            continue;
        /* nothing is proposed while answers lack: then the judgement waits, and the page says for what */
        if (!proposed || *l->now)
            add(s, l, answer);
    }
    if (st == RV_OK)
        st = keep(s, err);
    rv_appraisal_free(&a);
    free(s->entries);
    s->entries = NULL;
    return st;
}

rv_status rv_post_appraise_one(rv_call *call, rv_error *err)
{
    saving s = { .call = call };
    json_t *about = NULL;
    rv_status st;

    if ((st = rv_appraise_asked(call, &s.tool, &s.subject, err)) != RV_OK
        || (st = rv_subject_json(call, s.tool, &s.subject, &about, err)) != RV_OK)
        return st;
    json_decref(about);
    for (int round = 0; round < 3 && st == RV_OK; round++)
        st = save_round(&s, round, err);
    if (st != RV_OK)
        return st;
    if (call->api)
        return rv_get_appraise_one(call, err);
    rv_call_say(call, s.kept ? "Saved: %zu%s%s" : "Nothing was changed%.0zu%s%s", s.kept, s.warned[0] ? "; " : "", s.warned);
    return RV_OK;
}
