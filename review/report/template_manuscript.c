/* A manuscript of this review as a template: what the report can say stands there as fields, what only its authors can say is asked for. */
#include <config.h>

#include "report/fields.h"
#include "report/template.h"

static const char before[] =
    "# {{title}}\n\n"
    "## Abstract\n\n"
    "**Background.** *Why the question matters, in two sentences.*\n\n"
    "**Methods.** We searched for studies that answer: {{question}} "
    "{{flow.screened}} records were screened and {{flow.assessed}} reports assessed for eligibility.\n\n"
    "**Results.** {{studies.included}} studies were included.";
static const char introduction[] =
    "\n\n"
    "**Registration.** {{registration}}\n\n"
    "## Introduction\n\n"
    "*What is known, what is not, and why this review was made.*\n\n"
    "{{part:question}}\n\n"
    "## Methods\n\n"
    "{{part:methods}}\n\n"
    "## Results\n\n"
    "### Selection of studies\n\n"
    "{{flow.identified}} records from databases and registers were found; {{flow.duplicates}} duplicates were removed, {{flow.screened}} "
    "records were screened and {{flow.excluded}} excluded ({{ref:flow}}). Of {{flow.assessed}} reports assessed, "
    "{{flow.excluded_full_text}} were excluded. {{studies.included}} studies in {{reports.included}} reports were included.\n\n"
    "{{figure:flow}}\n\n";
static const char after[] =
    "### Deviations from the protocol\n\n"
    "{{deviations.count}} deviations from the protocol are listed with their reasons in the report of the review.\n\n"
    "## Discussion\n\n"
    "*What was found, how sure it is, how it stands to what was known, what limits it.*\n\n"
    "## Conclusions\n\n"
    "*What follows for practice and for research.*\n\n"
    "## References\n\n"
    "{{part:references}}\n";

static bool has(const rv_review_report *report, const char *id, const char *name)
{
    rv_buf key = RV_BUF_INIT;
    bool found;

    rv_buf_printf(&key, "%s.%s", id, name);
    found = rv_fields_find(report->d.fields, rv_buf_str(&key)) != NULL;
    rv_buf_free(&key);
    return found;
}

/* " Education: odds ratio 1.74 (95 % CI 1.51 to 1.99; 5 studies)." */
static void in_abstract(const rv_review_report *report, const char *id, rv_buf *out)
{
    if (has(report, id, "estimate"))
        rv_buf_printf(out, " {{%s.label}}: {{%s.measure}} {{%s.estimate}} ({{%s.level}} CI {{%s.ci}}; {{%s.k}} {{%s.studies_noun}}).", id, id,
                      id, id, id, id, id);
}

static void in_results(const rv_review_report *report, const char *id, rv_buf *out)
{
    rv_buf name = RV_BUF_INIT;

    rv_buf_printf(out, "### {{%s.label}}\n\n", id);
    if (!has(report, id, "estimate")) {
        rv_buf_text(out, "No study gives an effect; nothing was pooled.\n\n");
        return;
    }
    rv_buf_printf(out, "{{%s.k}} {{%s.studies_noun}} were pooled ({{%s.model}}, {{%s.estimator}}): {{%s.measure}} {{%s.estimate}} ({{%s.level}} "
                  "CI {{%s.ci}}; {{%s.p}})", id, id, id, id, id, id, id, id, id);
    if (has(report, id, "pi"))
        rv_buf_printf(out, "; in a new study the effect would lie between {{%s.pi_lo}} and {{%s.pi_hi}} (prediction interval)", id, id);
    rv_buf_printf(out, ". Differences between studies: ");
    if (has(report, id, "tau2"))
        rv_buf_printf(out, "\u03c4\u00b2 {{%s.tau2}}, I\u00b2 {{%s.i2}}, ", id, id);
    rv_buf_printf(out, "Q {{%s.q}} ({{%s.q_df}} df, {{%s.q_p}}).\n\n", id, id, id);
    if (has(report, id, "frequencies"))
        rv_buf_printf(out, "{{%s.statement}} {{%s.frequencies}} Certainty of the evidence: {{%s.certainty}}.\n\n", id, id, id);
    rv_buf_printf(&name, "forest_%s", id);
    if (rv_page_find(&report->page, RV_BLOCK_FIGURE, rv_buf_str(&name)))
        rv_buf_printf(out, "{{figure:forest_%s}}\n\n", id);
    rv_buf_clear(&name);
    rv_buf_printf(&name, "estimates_%s", id);
    if (rv_page_find(&report->page, RV_BLOCK_GRID, rv_buf_str(&name)))
        rv_buf_printf(out, "{{table:estimates_%s}}\n\n", id);
    out->failed |= name.failed;
    rv_buf_free(&name);
}

rv_status rv_template_manuscript(const rv_review_report *report, rv_buf *out, rv_error *err)
{
    const rv_protocol *p = report->d.protocol;

    rv_buf_text(out, before);
    for (size_t i = 0; i < p->n_analyses; i++)
        in_abstract(report, p->analyses[i].id, out);
    rv_buf_text(out, introduction);
    if (rv_page_find(&report->page, RV_BLOCK_GRID, "summary_of_findings"))
        rv_buf_text(out, "### Summary of findings\n\n{{table:summary_of_findings}}\n\n");
    for (size_t i = 0; i < p->n_analyses; i++)
        in_results(report, p->analyses[i].id, out);
    rv_buf_text(out, after);
    return rv_buf_check(out, err);
}
