/* The table that the R package PRISMA2020 (Haddaway et al. 2022, doi 10.1002/cl2.1230) is fed with: a row a box, reasons in one cell. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "plot/flow.h"

static const struct { const char *data; rv_flow_box box; } names[] = {
    { "previous_studies", RV_FLOW_P1 },            { "previous_reports", RV_FLOW_P2 },
    { "database_results", RV_FLOW_A1 },            { "database_specific_results", RV_FLOW_A1 },
    { "register_results", RV_FLOW_A2 },            { "register_specific_results", RV_FLOW_A2 },
    { "website_results", RV_FLOW_O1 },             { "organisation_results", RV_FLOW_O2 },
    { "citations_results", RV_FLOW_O3 },           { "duplicates", RV_FLOW_B1 },
    { "excluded_automatic", RV_FLOW_B2 },          { "excluded_other", RV_FLOW_B3 },
    { "records_screened", RV_FLOW_C },             { "records_excluded", RV_FLOW_D1 },
    { "dbr_sought_reports", RV_FLOW_E },           { "dbr_notretrieved_reports", RV_FLOW_F },
    { "dbr_assessed", RV_FLOW_G },                 { "dbr_excluded", RV_FLOW_H },
    { "other_sought_reports", RV_FLOW_Q },         { "other_notretrieved_reports", RV_FLOW_R },
    { "other_assessed", RV_FLOW_S },               { "other_excluded", RV_FLOW_T },
    { "new_studies", RV_FLOW_V },                  { "new_reports", RV_FLOW_U },
    { "total_studies", RV_FLOW_W1 },               { "total_reports", RV_FLOW_W2 },
    { "total_studies_ma", RV_FLOW_M },
};
/* Words of the picture, not numbers of it. */
static const char *const drawn[] = { "", "identification", "screening", "included" };

bool rv_flow_is_package(const rv_csv *csv)
{
    return rv_csv_column(csv, "data") >= 0 && rv_csv_column(csv, "n") >= 0 && rv_csv_column(csv, "id") < 0;
}

static rv_status no_number(const rv_csv *csv, size_t line, const char *data, const char *text, rv_error *err)
{
    return rv_fail(err, RV_EPARSE, "%s:%zu: the count of %s is '%s'; it must be a whole number from 0, or 'Reason, 12; Another, 3'",
                   rv_csv_name(csv), line, data, text);
}

/* "Wrong population, 12": the label may hold commas itself. `part` is changed. */
static rv_status add_part(rv_flow *flow, rv_flow_box box, char *part, bool *given, rv_error *err)
{
    char *comma = strrchr(part, ',');
    size_t end;
    int64_t n;

    *given = false;
    if (!comma || (!rv_text_missing(comma + 1) && rv_int_parse(comma + 1, &n, NULL) != RV_OK && strcasecmp(comma + 1 + strspn(comma + 1, " "), "xxx") != 0))
        return RV_EPARSE;
    if (rv_int_parse(comma + 1, &n, NULL) != RV_OK)      /* the template's "Reason1, xxx" */
        return RV_OK;
    *comma = 0;
    part += strspn(part, " \t\r\n");
    for (end = strlen(part); end && strchr(" \t\r\n", part[end - 1]);)
        part[--end] = 0;
    if (n < 0 || !*part)
        return RV_EPARSE;
    *given = true;
    return rv_flow_add(flow, (int)box, part, n, err);
}

static rv_status add_parts(rv_flow *flow, rv_flow_box box, const rv_csv *csv, size_t line, const char *data, const char *text,
                           rv_error *err)
{
    char *copy = strdup(text), *rest = copy, *part;
    rv_status st = copy ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");
    bool given;

    while (st == RV_OK && (part = strsep(&rest, ";")))
        if (!rv_text_missing(part) && (st = add_part(flow, box, part, &given, err)) == RV_EPARSE)
            st = no_number(csv, line, data, text, err);
    free(copy);
    return st;
}

rv_status rv_flow_package_row(rv_flow *flow, const rv_csv *csv, size_t line, rv_error *err)
{
    const char *data = rv_csv_get(csv, "data"), *text = rv_csv_get(csv, "n");
    int64_t n;

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(names[i].data, data) == 0) {
            if (rv_text_missing(text) || strcasecmp(text, "xxx") == 0)
                return RV_OK;
            if (strchr(text, ',') || strchr(text, ';'))
                return add_parts(flow, names[i].box, csv, line, data, text, err);
            if (rv_int_parse(text, &n, NULL) != RV_OK || n < 0)
                return no_number(csv, line, data, text, err);
            return rv_flow_add(flow, (int)names[i].box, "", n, err);
        }
    for (size_t i = 0; i < sizeof drawn / sizeof *drawn; i++)
        if (strcasecmp(drawn[i], data) == 0 || rv_text_missing(data))
            return RV_OK;
    return rv_fail(err, RV_EPARSE, "%s:%zu: '%s' is not a row of the PRISMA2020 table; these are previous_studies, database_results, ... "
                   "total_studies_ma", rv_csv_name(csv), line, data);
}
