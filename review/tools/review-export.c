/* review-export: records of the review out again. */
#include <config.h>

#include "review/refs.h"

#include "tools/opts.h"
#include "tools/where.h"

static const char *review, *output;
static int         format;
static bool        reports;
static rv_texts    conditions;

static const rv_opt options[] = {
    RV_OPTS_REVIEW(review),
    { RV_OPT_CHOICE, 'f', "format", &format, "NAME", "output format (default csv)", rv_refs_written },
    { RV_OPT_TEXT, 'o', "output", &output, "FILE", "write to FILE instead of standard output", NULL },
    { RV_OPT_FLAG, 'u', "reports", &reports, NULL, "one record of each report, the first imported", NULL },
    { RV_OPT_TEXTS, 'w', "where", &conditions, "WHAT", "only these: included, excluded, undecided, STAGE=included (excluded, waiting, "
      "conflict, set-aside), source=NAME, kind=KIND, file=NAME; several must all hold", NULL },
    { .kind = RV_OPT_END }
};

static const rv_command command = {
    "review-export", "", "Writes records of the review as a reference file.", options, NULL
};

static rv_status export(rv_store *store, rv_output *out, uint64_t *n, rv_error *err)
{
    rv_export_choice choice = { .reports = reports };
    rv_where        *where = NULL;
    rv_status        st = RV_OK;

    if (conditions.count) {
        st = rv_where_make(&where, store, &conditions, err);
        choice.keep = rv_where_keeps;
        choice.user = where;
    }
    if (st == RV_OK)
        st = rv_refs_export(store, rv_refs_written[format], &choice, out, n, err);
    rv_where_free(where);
    return st;
}

int main(int argc, char **argv)
{
    rv_error    err = { .code = RV_OK };
    rv_store   *store = NULL;
    rv_output  *out = NULL;
    const char *path;
    uint64_t    n = 0;
    rv_status   st;

    if (*rv_tool_start(&command, argc, argv, NULL))
        st = rv_fail(&err, RV_EUSAGE, "review-export takes no file; --output names where to write");
    else if ((st = rv_tool_review(review, &path, &err)) == RV_OK && (st = rv_store_open(&store, path, &err)) == RV_OK
             && (st = rv_output_open(&out, output, &err)) == RV_OK)
        st = export(store, out, &n, &err);
    rv_store_close(store);
    if (st == RV_OK)
        st = rv_output_close(out, &err);
    else
        rv_output_drop(out);
    if (st == RV_OK)
        rv_tool_say("%llu %s%s written", (unsigned long long)n, reports ? "report" : "record", n == 1 ? "" : "s");
    return st == RV_OK ? 0 : rv_tool_fail(&err);
}
