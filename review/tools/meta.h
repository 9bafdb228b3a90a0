/*
 * review-meta: what its verbs share.
 *
 * How to add a verb
 *   1. A file meta_VERB.c with  rv_status meta_VERB(rv_error *err):  meta_read() or meta_open(), one call of the library, one table
 *      or several by the writer below, meta_free(). It prints nothing itself, and says what is wrong by `err`.
 *   2. Its declaration at the end of this file, and a row in `verbs` of review-meta.c.
 *   3. Options of its own: a member of meta_asked, a row in `options` of review-meta.c (an option that the verb does not know need
 *      not be refused).
 *   4. Its file in review/tools/local.mk (meta_sources), a paragraph in
 *      review-meta.1 for the verb and each option (a test compares them), cases in tests/tools/review-meta-VERB.cases.
 */
#ifndef RV_TOOLS_META_H
#define RV_TOOLS_META_H

#include "review/meta_analysis.h"
#include "review/report.h"
#include "tools/meta_review.h"
#include "tools/opts.h"

/* ---- What the command line says ---------------------------------------------------------------------------------- */

/* Texts are NULL, numbers NaN and choices -1 where nothing was said. */
typedef struct {
    int format, method, test, prediction, missing, working_model, robust, robust_test;
    const char *output, *data, *yi, *vi, *sei, *slab, *study, *subgroup, *measure, *title, *left, *right, *forest, *review,
        *analysis, *domain, *mods, *sample, *cluster, *against, *many, *emit_r, *covariance;
    double level, tau2, rho, phi;
    bool independent, common_tau2, leave_one_out, quiet, drop_empty, model_based, keep_going, all_effects;
    rv_texts reference, random, structure, at, contrast, leave_out;
    char **argv;
    const char *weights;          /* column of weights of one's own */
    const char *order;            /* cumulative: the column to order by */
    int figure;                   /* points: place in meta_figures */
    const char *chart;            /* points, gosh: where chart data for review-plot go */
    int64_t subsets, seed;        /* gosh: -1 where nothing was said */
    int interval;                 /* heterogeneity: rv_interval_method */
    /* tables */
    const char *cells;            /* four columns, "ai,bi,ci,di" */
    bool sizes;                   /* the second and fourth are group sizes */
    int pooling, conventions, asymmetry;   /* rv_tables_method, place in rv_tables_program_names, rv_asymmetry */
    double add;
    /* direction */
    const char *p, *side;         /* columns of p-values and of directions */
    bool below, one_sided;
    double agreement, truncation;
    /* bias */
    int bias_test, predictor, trim, missing_side, selection, selected_for;   /* places in their lists of names */
    const char *size, *steps;     /* a column; numbers between commas */
    double target;
} meta_asked;
extern meta_asked asked;

/* ---- The data of a verb ------------------------------------------------------------------------------------------ */

typedef struct {
    rv_frame *frame;              /* the table, whole */
    meta_plan plan;               /* what the protocol of a review plans */
    meta_known known;             /* effects of a review */
    const size_t *whole;          /* of a part of a table: the rows of the whole one, which owns `known`; NULL: it is whole */
    rv_meta_set *set;             /* a row for each of the frame's, excluded ones with their reason */
    size_t k;                     /* rows that are used; the arrays below are of these, in their order */
    size_t *row;                  /* [k] place in set and frame */
    const char **label, **study_name;
    double *yi, *vi;
    size_t *study;                /* [k] codes by first appearance; a row without a study is one of its own */
    size_t studies;
    rv_meta_data data;            /* as rv_meta_run() takes it */
    rv_model_formula *formula;    /* of --mods; NULL: none */
    rv_design *design;
    rv_random_effects *random;    /* of --random; NULL: none */
    rv_blocks *covariance;        /* of --covariance; NULL: none */
    size_t *effect;               /* [k] place in `known`; NULL: not of a review */
    rv_review_sampling by_facts;  /* what `sampling` is made of */
    char by_words[100];
    rv_sampling sampling;         /* how sampling errors of a review's effects hang together; make NULL: no review, or --sample */
    double *weights;              /* [k] of --weights; NULL: none */
    size_t *sample, *cluster;     /* [k] codes of --sample and --cluster; NULL: none */
    rv_meta_options options;      /* --method, --test, ...: the command line, then the plan, then the house's defaults */
} meta_input;

/* The table alone, of --data or of the review: for verbs with columns of their own. meta_free() also after a failure. */
rv_status meta_open(meta_input *in, rv_error *err);
/* The table, the rows to pool and the model that is asked for. */
rv_status meta_read(meta_input *in, rv_error *err);
/* What is missing of meta_read() after meta_open(). */
rv_status meta_rows(meta_input *in, rv_error *err);
void meta_free(meta_input *in);
/* A column as numbers, NaN where missing, in the order of the frame; belongs to the frame. */
rv_status meta_column(const meta_input *in, const char *name, const double **x, rv_error *err);
/* An analysis of the input, as the command line asks for it; all texts and arrays belong to the input. */
void meta_analysis_asked(const meta_input *in, rv_analysis_options *options);
/* What effects are called: --measure, else the plan's, else "GEN"; whether they are logarithms. */
const char *meta_measure(const meta_input *in, bool *log_scale);

/* ---- What a verb writes ------------------------------------------------------------------------------------------ */

/*
 * A result: facts, tables, notes, in the format and to the place asked for.
 *
 *     text   facts one a line, tables aligned under their headings; notes on standard error
 *     csv    the first table; notes on standard error
 *     json   { "format": "review-meta/2", "verb", "software", FACT: value, ..., TABLE: [ { column: value } ], ...,
 *              "notes": [ { "name", "text" } ] }
 *
 * Failures stick and come out in meta_written(), which also ends it.
 */
typedef struct meta_writer meta_writer;
meta_writer *meta_writer_new(const char *verb);      /* NULL when there is no memory; all functions take that */
/* `key` is the JSON's, `words` stand in the text; words NULL: not in the text. */
void meta_fact_text(meta_writer *w, const char *key, const char *words, const char *text);
void meta_fact_real(meta_writer *w, const char *key, const char *words, double x);   /* not finite: "not estimable", null */
void meta_fact_count(meta_writer *w, const char *key, const char *words, size_t n);
/* Begins a table. `heading` stands above it in the text; NULL: none. Then a cell function per column in order, and meta_row(). */
void meta_table(meta_writer *w, const char *key, const char *heading, const char *const *columns, size_t n);
void meta_cell_text(meta_writer *w, const char *text);       /* NULL: missing */
void meta_cell_real(meta_writer *w, double x);               /* not finite: missing */
void meta_cell_count(meta_writer *w, size_t n);
void meta_cell_flag(meta_writer *w, bool yes);
void meta_cell_missing(meta_writer *w);
void meta_row(meta_writer *w);
/* A warning by its stable name ("few-studies", "boundary"). */
void meta_note(meta_writer *w, const char *name, const char *format, ...) RV_PRINTF(3, 4);
/* The notes of a univariate fit, and the rows that were left out. */
void meta_notes_of_fit(meta_writer *w, const rv_meta_fit *fit);
void meta_notes_of_rows(meta_writer *w, const meta_input *in);
rv_status meta_written(meta_writer *w, rv_error *err);
/* Frees and writes nothing. NULL is allowed. */
void meta_writer_drop(meta_writer *w);

/* ---- The verbs ---------------------------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
    const char *words;            /* for --help */
    rv_status (*run)(rv_error *err);
} meta_verb;

rv_status meta_fit(rv_error *err);
rv_status meta_predict(rv_error *err);
rv_status meta_contrasts(rv_error *err);
rv_status meta_compare(rv_error *err);
rv_status meta_grid(rv_error *err);
/* The covariances of --covariance for the rows used. */
rv_status meta_covariance(const meta_input *in, rv_blocks **out, rv_error *err);
/* Writes the script of --emit-r. */
rv_status meta_emit_r(const meta_input *in, const rv_analysis *a, rv_error *err);
/* fit with --many. */
rv_status meta_many(rv_error *err);
rv_status meta_influence(rv_error *err);
rv_status meta_leave_one_out(rv_error *err);
rv_status meta_cumulative(rv_error *err);
rv_status meta_residuals(rv_error *err);
rv_status meta_blups(rv_error *err);
rv_status meta_points(rv_error *err);
rv_status meta_heterogeneity(rv_error *err);
extern const char *const meta_figures[];
rv_status meta_tables(rv_error *err);
rv_status meta_direction(rv_error *err);
rv_status meta_bias(rv_error *err);
rv_status meta_gosh(rv_error *err);
extern const char *const meta_bias_names[];

#endif
