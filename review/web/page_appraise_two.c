/* Two people's appraisals of one subject: what they say alike is taken, what differs is settled. */
#include <config.h>

#include <string.h>

#include "web/appraise_page.h"
#include "web/handlers.h"

static json_t *version_json(const rv_appraisal *a, size_t line)
{
    const rv_appraisal_line *l = &a->lines[line];
    json_t *one = json_object();

    rv_json_put_text(one, "reviewer", a->own);
    rv_json_put_text(one, "answer", l->answer);
    rv_json_put_text(one, "support", l->support);
    rv_json_put_text(one, "place", l->place);
    rv_json_put_text(one, "quotation", l->quotation);
    return one;
}

static json_t *choices_of(const rv_appraisal_line *l, const char *settled)
{
    json_t *list = json_array();

    for (size_t i = 0; i < l->n_choices; i++) {
        json_t *one = json_object();
        rv_json_put_text(one, "value", l->choices[i]);
        rv_json_put_text(one, "label", l->labels[i]);
        rv_json_put_int(one, "digit", (int64_t)i + 1);
        rv_json_put_yes(one, "chosen", strcmp(l->choices[i], settled) == 0);
        json_array_append_new(list, one);
    }
    return list;
}

static rv_status add_line(void *user, const rv_appraisal *versions, size_t n, size_t line, const rv_appraisal *review, rv_error *err)
{
    const rv_appraisal_line *l = &versions->lines[line];
    json_t *one = json_object(), *said = json_array();
    const char *settled = line < review->n && strcmp(review->lines[line].id, l->id) == 0 ? review->lines[line].answer : "";

    (void)err;
    for (size_t i = 0; i < n; i++)
        json_array_append_new(said, version_json(&versions[i], line));
    rv_json_put_text(one, "id", l->id);
    rv_json_put_text(one, "text", l->text);
    rv_json_put_yes(one, "question", l->question);
    rv_json_put_text(one, "settled", settled);
    json_object_set_new(one, "said", said);
    json_object_set_new(one, "choices", choices_of(l, settled));
    json_array_append_new(user, one);
    return RV_OK;
}

/* Nothing of another person's version is told, not even how far it is, before one's own is done. */
static rv_status own_is_done(rv_call *call, const rv_appraisal_tool *tool, const rv_appraisal_subject *subject, bool *begun, bool *done,
                             rv_error *err)
{
    rv_appraisal a;
    const rv_status st = rv_extract_appraisal(call->store, call->protocol, tool->id, subject, call->person, &a, err);

    *begun = *done = false;
    if (st == RV_ENOTFOUND) {                 /* a result that this person does not have: somebody else judges it */
        return RV_OK;
    }
    if (st != RV_OK)
        return st;
    for (size_t i = 0; i < a.n && !*begun; i++)
        *begun = a.lines[i].answer[0] != 0;
    *done = a.judged >= a.due;
    rv_appraisal_free(&a);
    return RV_OK;
}

/* May the versions be looked at by this person? When not, `*why` says it. */
static rv_status may_compare(rv_call *call, const rv_appraisal_tool *tool, const rv_appraisal_subject *subject, const char **why,
                             rv_error *err)
{
    bool begun, done;
    rv_status st;

    *why = NULL;
    if (!rv_appraise_own(call, tool)) {
        *why = "One person judges by this tool: there is nothing to compare.";
        return RV_OK;
    }
    if ((st = own_is_done(call, tool, subject, &begun, &done, err)) != RV_OK)
        return st;
    if (begun && !done)
        *why = "Finish your own version first: what others said is shown when all who judge are done.";
    else if (!begun && call->may < RV_WEB_ADJUDICATE)
        *why = "You have not judged it: what others said is shown to those who did, when all are done, and to adjudicators.";
    return RV_OK;
}

rv_status rv_get_appraise_differences(rv_call *call, rv_error *err)
{
    json_t *lines = json_array(), *about = NULL;
    const rv_appraisal_tool *tool;
    rv_appraisal_subject subject;
    rv_buf rest = RV_BUF_INIT;
    const char *why;
    rv_error closed = { 0 };
    rv_status st;

    rv_call_put(call, "lines", lines);
    if ((st = rv_appraise_asked(call, &tool, &subject, err)) != RV_OK
        || (st = rv_subject_json(call, tool, &subject, &about, err)) != RV_OK)
        return st;
    rv_call_put(call, "about", about);
    rv_path_part(&rest, tool->id);
    rv_buf_char(&rest, '/');
    rv_path_part(&rest, rv_appraise_name(&subject));
    rv_call_put_text(call, "rest", rv_buf_str(&rest));
    rv_buf_free(&rest);
    rv_call_put_text(call, "title", "Two appraisals");
    rv_call_put_text(call, "label", tool->label);
    if ((st = may_compare(call, tool, &subject, &why, err)) != RV_OK)
        return st;
    if (!why) {
        st = rv_extract_appraisal_differences(call->store, call->protocol, tool->id, &subject, add_line, lines, &closed);
        if (st == RV_EINVAL)                  /* its words name people and how far they are */
            why = "Not all who judge it are done: what they said is shown then.";
        else if (st != RV_OK)
            return rv_fail(err, st, "%s", closed.message);
        else
            rv_call_put_yes(call, "open", true);
    }
    rv_call_put_text(call, "why", why ? why : "");
    return RV_OK;
}

rv_status rv_post_appraise_agree(rv_call *call, rv_error *err)
{
    const rv_appraisal_tool *tool;
    rv_appraisal_subject subject;
    size_t taken, differ;
    const char *why;
    rv_status st;

    if ((st = rv_appraise_asked(call, &tool, &subject, err)) != RV_OK || (st = may_compare(call, tool, &subject, &why, err)) != RV_OK)
        return st;
    if (why)
        return rv_call_refuse(call, 409, err, "%s", why);
    if (rv_extract_appraisal_agree(call->store, call->protocol, call->person, tool->id, &subject, &taken, &differ, call->event, err)
        != RV_OK)
        return rv_call_refuse(call, 409, err, "Not all who judge it are done, or they judged by different editions: nothing was taken");
    rv_call_put_int(call, "taken", (int64_t)taken);
    rv_call_put_int(call, "differ", (int64_t)differ);
    rv_call_say(call, "%zu said alike and taken; %zu to be settled", taken, differ);
    return RV_OK;
}

/* One difference settled: the review's answer, whoever was right. */
rv_status rv_post_appraise_settle(rv_call *call, rv_error *err)
{
    const rv_appraisal_tool *tool;
    rv_appraisal_subject subject;
    rv_judgement_entry e;
    const char *why;
    rv_status st;

    if ((st = rv_appraise_asked(call, &tool, &subject, err)) != RV_OK || (st = may_compare(call, tool, &subject, &why, err)) != RV_OK)
        return st;
    if (why)
        return rv_call_refuse(call, 409, err, "%s", why);
    if (rv_extract_appraisal_differences(call->store, call->protocol, tool->id, &subject, add_line, NULL, NULL) == RV_EINVAL)
        return rv_call_refuse(call, 409, err, "Not all who judge it are done");
    e = (rv_judgement_entry){ .study = subject.study, .result = subject.result, .body = subject.body, .tool = tool->id,
                              .domain = rv_call_word(call, "id"), .judgement = rv_call_word(call, "answer"),
                              .support = rv_call_text(call, "support"), .place = rv_call_text(call, "place"),
                              .quotation = rv_call_text(call, "quotation"), .agreed = true };
    if ((st = rv_extract_appraise(call->store, call->protocol, call->person, &e, call->event, err)) == RV_OK)
        rv_call_say(call, "%s is settled", e.domain);
    return st;
}
