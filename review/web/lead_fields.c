/* What the pages of leads and analysts take, by route. */
#include <config.h>

#include "web/handlers.h"

const rv_web_field rv_fields_analysis[] = {
    { "measure", "text", false, "effect measure instead of the planned one" },
    { "method", "text", false, "estimator of tau2, or CE for a common effect" },
    { "test", "text", false, "test and interval" },
    { "prediction", "text", false, "prediction interval" },
    { "level", "number", false, "level of the intervals, between 0 and 1" },
    { "subgroup", "text", false, "a field: a model for each of its values" },
    { "all_effects", "yes", false, "every effect of a study, not the one that the protocol chooses" },
    { "leave_out", "list", false, "studies that are left out" },
    { "theme", "text", false, "of a figure: light, dark, auto" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_figure[] = {
    { "theme", "text", false, "light, dark, auto" },
    { "stage", "text", false, "of the recall curve; the first stage where it is not said" },
    { NULL, NULL, false, NULL }
};

/* ---- imports and duplicates -------------------------------------------------------------------------------------------------- */

const rv_web_field rv_fields_imports[] = {
    { "source", "text", false, "fills the form in" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_import_source[] = {
    { "files", "file", true, "search exports, in any format that is read" },
    { "source", "text", true, "where the records come from" },
    { "kind", "text", true, "database, register, website, organisation, citation or contact" },
    { "platform", "text", false, "through what it was searched" },
    { "searched", "text", false, "when, as 2026-11-24" },
    { "strategy", "text", false, "the search as it was run" },
    { "seed", "text", false, "of a citation search: the study it began from" },
    { "direction", "text", false, "of a citation search: backward or forward" },
    { "format", "text", false, "of the files, where it is not found from their content" },
    { "encoding", "text", false, "of the files, where it is not found from their content" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_duplicates[] = {
    { "from", "integer", false, "how many pairs of the queue are passed over" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_dedup_run[] = {
    { "estimate", "yes", false, "estimate the weights anew, and compare everything by them" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_dedup_judge[] = {
    { "record", "text", true, "a record, by number or key" },
    { "other", "text", true, "the other" },
    { "verdict", "text", true, "same, apart or study" },
    { "reason", "text", false, "why" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_dedup_undo[] = {
    { "event", "text", true, "the act, by the beginning of its digest" },
    { "reason", "text", true, "why" },
    { NULL, NULL, false, NULL }
};

/* ---- assignments -------------------------------------------------------------------------------------------------------------- */

const rv_web_field rv_fields_share[] = {
    { "stage", "text", true, "the stage" },
    { "share.*", "number", false, "of the person so named, in proportion to the others" },
    { "seed", "integer", false, "the same seed, the same lot (1)" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_give[] = {
    { "stage", "text", true, "the stage" },
    { "reviewer", "text", true, "to whom, or from whom" },
    { "records", "text", true, "keys of records, with blanks between" },
    { "take_back", "yes", false, "take them back instead" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_calibrate[] = {
    { "stage", "text", true, "the stage" },
    { "size", "integer", true, "how many reports" },
    { "reviewers", "list", false, "who is of the round; none: all who may screen" },
    { "seed", "integer", false, "the same seed, the same reports (1)" },
    { NULL, NULL, false, NULL }
};

/* ---- protocol ------------------------------------------------------------------------------------------------------------------ */

const rv_web_field rv_fields_protocol[] = {
    { "file", "file", true, "the protocol, XML" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_deviations[] = {
    { "because.*", "text", false, "why the step so named was done otherwise than planned" },
    { NULL, NULL, false, NULL }
};

/* ---- out of the review, and decisions into it ------------------------------------------------------------------------------------ */

const rv_web_field rv_fields_export[] = {
    { "format", "text", false, "csv, or what the page of exports lists" },
    { "reports", "yes", false, "of records: one a report, with the report's head" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_backup[] = {
    { "verify", "yes", false, "check the file, the trail and every derived table" },
    { "expect", "text", false, "a head noted elsewhere, which must be this one or an ancestor" },
    { NULL, NULL, false, NULL }
};
const rv_web_field rv_fields_decisions[] = {
    { "file", "file", true, "references with decisions, or our own table" },
    { "stage", "text", false, "of decisions that say none" },
    { "verdict", "text", false, "of entries that say none" },
    { "format", "text", false, "of the file, where it is not found from its content" },
    { "reviewers", "text", false, "their name=ours, a line each" },
    { "reasons", "text", false, "their words=id, a line each" },
    { "resolutions", "yes", false, "they all resolve conflicts" },
    { "change", "yes", false, "one that differs from a vote that stands is a change of mind" },
    { NULL, NULL, false, NULL }
};
