/* The parts of a report, each one function, in the order of the list in document.c. */
#ifndef RV_REPORT_PARTS_H
#define RV_REPORT_PARTS_H

#include "review/protocol.h"
#include "review/report.h"
#include "review/report_cite.h"
#include "review/store.h"

#include "report/earlier.h"
#include "report/findings.h"
#include "report/included.h"
#include "report/memory.h"
#include "report/page.h"
#include "report/synthesis.h"

typedef struct rv_fields rv_fields;

typedef struct {
    rv_store                *store;
    const rv_protocol       *protocol;
    const rv_report_options *options;
    rv_page                 *page;
    rv_memory               *memory;
    rv_included              included;
    rv_review_flow          *flow;
    rv_synthesis            *syntheses;      /* one an analysis of the protocol, in its order */
    rv_found                *findings;       /* the same */
    rv_earlier              *earlier;        /* NULL: none to compare with */
    char                     head[RV_DIGEST_HEX];
    rv_fields               *fields;         /* what the text states; see fields.h */
    rv_cite_style           *cite_style;     /* of the references; NULL until one was asked for */
    rv_cite                 *cite;
} rv_document;

rv_status rv_part_summary(rv_document *d, rv_error *err);
rv_status rv_part_question(rv_document *d, rv_error *err);
rv_status rv_part_methods(rv_document *d, rv_error *err);
rv_status rv_part_selection(rv_document *d, rv_error *err);
rv_status rv_part_studies(rv_document *d, rv_error *err);
rv_status rv_part_syntheses(rv_document *d, rv_error *err);
rv_status rv_part_results(rv_document *d, rv_error *err);
rv_status rv_part_warnings(rv_document *d, rv_error *err);
rv_status rv_part_values(rv_document *d, rv_error *err);
rv_status rv_part_deviations(rv_document *d, rv_error *err);
rv_status rv_part_references(rv_document *d, rv_error *err);
rv_status rv_part_manifest(rv_document *d, rv_error *err);
rv_status rv_part_plain(rv_document *d, rv_error *err);
rv_status rv_part_appraisal(rv_document *d, rv_error *err);
rv_status rv_part_outcomes(rv_document *d, rv_error *err);
rv_status rv_part_explore(rv_document *d, rv_error *err);
rv_status rv_part_headline(rv_document *d, rv_error *err);
rv_status rv_part_missing(rv_document *d, rv_error *err);
rv_status rv_part_checklist(rv_document *d, rv_error *err);
rv_status rv_part_since(rv_document *d, rv_error *err);
rv_status rv_part_findings(rv_document *d, rv_error *err);

/* appraisal_lights.c: the judgements of one tool as figures. Begin with { 0 }; texts are kept in the document's memory. */
typedef struct {
    size_t             domains, n, room;
    const char       **domain;        /* [domains] */
    bool               overall;       /* the last one judges the whole */
    const char *const *scale;         /* words from the best; those of the first domain */
    size_t             n_scale;
    struct { const char *study; const char **judgement; } *row;
} rv_judged;
rv_status rv_judged_add(rv_document *d, rv_judged *judged, const rv_appraisal *appraisal, rv_error *err);
/* Traffic lights and bars, where the words make a scale of up to six grades; else nothing. Frees the rows. */
rv_status rv_judged_figures(rv_document *d, rv_judged *judged, const rv_appraisal_tool *tool, rv_error *err);

/* bubble_figure.c: the bubble plot of moderator `i` of what stands beside an analysis; nothing where fewer than ten studies tell it. */
rv_status rv_bubble(rv_document *d, const rv_synthesis *synthesis, size_t i, rv_error *err);

/* part_figures.c: figures with their numbers, each nothing where there is nothing to draw. */
rv_status rv_figure_map(rv_document *d, rv_error *err);
/* How reviewers agreed in the course of each stage, and when the first found what it did. */
rv_status rv_figures_screening(rv_document *d, rv_error *err);
/* The effects of the analysis that pools every one. */
rv_status rv_figure_effects(rv_document *d, const rv_synthesis *synthesis, rv_error *err);

/* Of the part on methods: what was done, told from the facts. */
rv_status rv_methods_duplicates(rv_document *d, rv_error *err);
rv_status rv_methods_screening(rv_document *d, rv_error *err);
rv_status rv_methods_extraction(rv_document *d, rv_error *err);
rv_status rv_methods_effects(rv_document *d, rv_error *err);
void rv_methods_models(rv_document *d);
rv_status rv_methods_otherwise(rv_document *d, rv_error *err);

/* Appends the reference of a report: the fields of its head, by the style of our lists. `out` and `label` may be NULL; `label` gets
   "Cave 2006". */
rv_status rv_report_reference(rv_store *store, int64_t report, rv_buf *out, rv_buf *label, rv_error *err);
/* The same fields as an object of CSL-JSON; the caller decrefs. */
rv_status rv_report_item(rv_store *store, int64_t report, struct json_t **item, rv_error *err);
/* Fills d->cite with the reports that reached the last stage, with all that their records say; once. */
rv_status rv_document_cites(rv_document *d, rv_error *err);
/* The reference of a report among those of the document. The text is replaced; `out` is appended to, with the accession number. */
rv_status rv_document_reference(rv_document *d, int64_t report, rv_cite_text *text, rv_error *err);
rv_status rv_document_reference_text(rv_document *d, int64_t report, rv_buf *out, rv_error *err);
/* "study-LABEL": an anchor made of a name. Replaces `out`. */
const char *rv_report_anchor(rv_buf *out, const char *kind, const char *name);

#endif
