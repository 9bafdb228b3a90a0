/* review-extract: values with their places, from tables or by hand. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "review/screen.h"

#include "tools/extract.h"
#include "tools/review_file.h"

static const char *output, *review, *person;
static int  format = -1;
static bool porcelain, history;
static const char *state, *place, *quotation, *note, *record, *role, *study, *contrast, *domain, *outcome, *months, *support;

static const rv_opt options[] = {
    RV_OPTS_OUTPUT(format, output),
    RV_OPTS_REVIEW(review),
    RV_OPTS_PERSON(person, porcelain),
    { RV_OPT_TEXT, 0, "place", &place, "TEXT", "where in the report: page, table, figure", NULL },
    { RV_OPT_TEXT, 0, "quotation", &quotation, "TEXT", "the report's own words", NULL },
    { RV_OPT_TEXT, 0, "note", &note, "TEXT", "a remark on the value", NULL },
    { RV_OPT_TEXT, 0, "state", &state, "WORD", "reported (default), not reported, unclear, derived", NULL },
    { RV_OPT_TEXT, 0, "record", &record, "KEY", "the record of the report it is in", NULL },
    { RV_OPT_TEXT, 0, "role", &role, "WORD", "of the report to its study: primary (default), secondary, none", NULL },
    { RV_OPT_TEXT, 0, "study", &study, "NAME", "the study that a result is of", NULL },
    { RV_OPT_TEXT, 0, "contrast", &contrast, "TEXT", "what is compared (default programme v control)", NULL },
    { RV_OPT_TEXT, 0, "domain", &domain, "ID", "outcome domain of the protocol", NULL },
    { RV_OPT_TEXT, 0, "outcome", &outcome, "TEXT", "the outcome as the report calls it", NULL },
    { RV_OPT_TEXT, 0, "months", &months, "N", "months after the start", NULL },
    { RV_OPT_TEXT, 0, "support", &support, "TEXT", "what a judgement rests on", NULL },
    { RV_OPT_FLAG, 0, "history", &history, NULL, "show superseded values too", NULL },
    { .kind = RV_OPT_END }
};

typedef enum { LIST, IMPORT, VALUE, RESULT, STUDY, APPRAISE, SHOW, EXPORT, APPRAISALS, FORM } verb;

static const rv_verb verbs[] = {
    { "list", "every result, with how much was extracted" },
    { "import", "FILE...: tables of studies, results, values or judgements" },
    { "value", "RESULT|STUDY FIELD [VALUE]: one value" },
    { "result", "KEY: one result of a study" },
    { "study", "NAME: one study and a report of it" },
    { "appraise", "RESULT|STUDY TOOL DOMAIN JUDGEMENT: one judgement" },
    { "show", "[RESULT|STUDY]: values with their places" },
    { "export", "values as an import takes them" },
    { "appraisals", "[STUDY]: the judgements" },
    { "form", "what the protocol asks for" },
    { NULL, NULL }
};

static const rv_command command = {
    "review-extract", "[VERB] [ARGUMENT...]", "Keeps what reports say: values with the place where they stand.", options, verbs
};

static size_t count(char **operands)
{
    size_t n = 0;

    while (operands[n])
        n++;
    return n;
}

/* The first fault comes back as the error. */
static void warn(void *user, const rv_extract_warning *w)
{
    size_t *faults = user;

    if (!w->fault || (*faults)++ > 0)
        rv_tool_say("%s:%zu: %s%s%s", w->file, w->line, w->column, *w->column ? ": " : "", w->message);
}

static void say_what(const char *file, const rv_extract_summary *s)
{
    const struct { size_t n; const char *one, *many; } parts[] = {
        { s->studies, "study", "studies" }, { s->parts, "part", "parts" }, { s->results, "result", "results" }, { s->values, "value", "values" },
        { s->judgements, "judgement", "judgements" }, { s->corrections, "correction", "corrections" },
    };
    rv_buf text = RV_BUF_INIT;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n)
            rv_buf_printf(&text, "%s%zu %s", text.length ? ", " : "", parts[i].n, parts[i].n == 1 ? parts[i].one : parts[i].many);
    if (!text.length)
        rv_buf_text(&text, s->event[0] ? "reports linked to studies" : "nothing new");
    if (s->unchanged)
        rv_buf_printf(&text, "; %zu stood already", s->unchanged);
    rv_tool_say("%s: %s", file, rv_buf_str(&text));
    rv_buf_free(&text);
}

static rv_status import_files(rv_store *store, const rv_protocol *protocol, const char *who, char **files, rv_error *err)
{
    rv_status st = RV_OK;

    if (!*files)
        return rv_fail(err, RV_EUSAGE, "which files? give FILE...");
    for (; st == RV_OK && *files; files++) {
        rv_extract_summary summary;
        size_t faults = 0;

        if ((st = rv_extract_import(store, protocol, who, *files, warn, &faults, &summary, err)) == RV_OK) {
            if (summary.event[0])
                rv_tool_ack(porcelain, summary.kind, summary.event);
            say_what(*files, &summary);
        }
    }
    return st;
}

static rv_status enter_value(rv_store *store, const rv_protocol *protocol, const char *who, char **o, char *hex, rv_error *err)
{
    rv_value_entry entry = { .field = o[0] ? o[1] : NULL, .state = state, .record = record, .place = place,
                             .quotation = quotation, .note = note };
    bool is_result;
    rv_status st;

    if (count(o) < 2 || count(o) > 3)
        return rv_fail(err, RV_EUSAGE, "give RESULT|STUDY FIELD VALUE, or --state \"not reported\"");
    entry.value = o[2];
    if ((st = extract_is_result(store, o[0], &is_result, err)) != RV_OK)
        return st;
    *(is_result ? &entry.result : &entry.study) = o[0];
    return rv_extract_value(store, protocol, who, &entry, hex, err);
}

static rv_status enter_judgement(rv_store *store, const rv_protocol *protocol, const char *who, char **o, char *hex, rv_error *err)
{
    rv_judgement_entry entry = { .support = support };
    bool is_result;
    rv_status st;

    if (count(o) != 4)
        return rv_fail(err, RV_EUSAGE, "give RESULT|STUDY TOOL DOMAIN JUDGEMENT");
    entry.tool = o[1];
    entry.domain = o[2];
    entry.judgement = o[3];
    if ((st = extract_is_result(store, o[0], &is_result, err)) != RV_OK)
        return st;
    *(is_result ? &entry.result : &entry.study) = o[0];
    return rv_extract_appraise(store, protocol, who, &entry, hex, err);
}

/* One act by hand, acknowledged when it is durable. */
static rv_status enter(verb v, rv_store *store, const rv_protocol *protocol, const char *who, char **o, rv_error *err)
{
    char hex[RV_DIGEST_HEX] = "";
    rv_status st = RV_OK;

    if (v == VALUE) {
        st = enter_value(store, protocol, who, o, hex, err);
    } else if (v == APPRAISE) {
        st = enter_judgement(store, protocol, who, o, hex, err);
    } else if (count(o) != 1) {
        return rv_fail(err, RV_EUSAGE, v == RESULT ? "give the result's KEY" : "give the study's NAME");
    } else if (v == STUDY) {
        st = rv_extract_study(store, protocol, who, o[0], record, role, hex, err);
    } else {
        const rv_result_entry entry = { o[0], study, record, contrast, domain, outcome, months };
        if (!study || !domain || !outcome)
            return rv_fail(err, RV_EUSAGE, "a result needs --study, --domain and --outcome");
        st = rv_extract_result(store, protocol, who, &entry, hex, err);
    }
    if (st == RV_OK && hex[0]) {
        static const char *const events[] = { [VALUE] = "extract.value", [RESULT] = "extract.result", [STUDY] = "extract.study",
                                              [APPRAISE] = "extract.appraise" };
        rv_tool_ack(porcelain, events[v], hex);
    } else if (st == RV_OK) {
        rv_tool_say("it stood already");
    }
    return st;
}

static rv_status show(verb v, rv_store *store, const rv_protocol *protocol, char **o, rv_error *err)
{
    const rv_format f = format >= 0 ? (rv_format)format : v == EXPORT ? RV_FORMAT_CSV : RV_FORMAT_TEXT;
    rv_output *to = NULL;
    rv_status st = rv_output_open(&to, output, err);

    if (st == RV_OK)
        switch (v) {
        case SHOW:       st = extract_show(store, o[0], history, f, to, err); break;
        case EXPORT:     st = extract_export(store, f, to, err); break;
        case APPRAISALS: st = extract_judgements(store, o[0], f, to, err); break;
        case FORM:       st = extract_form(protocol, f, to, err); break;
        default:         st = extract_list(store, protocol, f, to, err); break;
        }
    if (st == RV_OK)
        return rv_output_close(to, err);
    rv_output_drop(to);
    return st;
}

int main(int argc, char **argv)
{
    rv_error err = { 0 };
    const char *path, *who = NULL;
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;
    int v;
    char **o = rv_tool_start(&command, argc, argv, &v);
    const bool writes = v >= IMPORT && v <= APPRAISE;
    rv_status st;

    if (v == LIST && o[0])
        st = rv_fail(&err, RV_EUSAGE, "there is no verb '%s'; see review-extract --help", o[0]);
    else if ((st = rv_tool_review(review, &path, &err)) == RV_OK && (!writes || (st = rv_tool_person(person, &who, &err)) == RV_OK)
             && (st = rv_store_open(&store, path, &err)) == RV_OK
             && (!writes || (st = rv_person_may(store, who, RV_MAY_EXTRACT, &err)) == RV_OK) && (st = rv_tool_protocol(store, &protocol, &err)) == RV_OK) {
        if (v == IMPORT)
            st = import_files(store, protocol, who, o, &err);
        else
            st = writes ? enter((verb)v, store, protocol, who, o, &err) : show((verb)v, store, protocol, o, &err);
    }
    rv_protocol_free(protocol);
    rv_store_close(store);
    free(o);
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
