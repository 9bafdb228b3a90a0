#ifndef REVIEW_REPORT_CITE_H
#define REVIEW_REPORT_CITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "review/base.h"
#include "review/refs.h"
#include "review/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Reference lists and citations in the text, by styles in the Citation Style Language (CSL 1.0.2, docs.citationstyles.org).
 *
 * Of the specification these are not there: notes that stand near each other (near-note is never true, first-reference-note-number is
 * empty), genders of terms, and a subsequent-author-substitute name by name (each rule acts as complete-all).
 */

struct json_t;

/* ---- Text that came out -------------------------------------------------------------------------------------------------- */

/** How a run is set; bits. */
enum {
    RV_CITE_ITALIC = 1, RV_CITE_BOLD = 2, RV_CITE_SMALL_CAPS = 4, RV_CITE_SUPERSCRIPT = 8, RV_CITE_SUBSCRIPT = 16,
    RV_CITE_UNDERLINE = 32
};

/** Where a run stands in its entry: in line, in a column of its own at the left (a number), in the column right of that, on a line of
    its own, or on one that is indented. */
typedef enum { RV_CITE_INLINE, RV_CITE_LEFT_MARGIN, RV_CITE_RIGHT_INLINE, RV_CITE_BLOCK, RV_CITE_INDENT } rv_cite_display;

/** A stretch of text that is set alike. */
typedef struct {
    const char     *text;         /**< UTF-8, no markup: a writer escapes it */
    unsigned        style;        /**< bits */
    const char     *link;         /**< an http, https or ftp address, NULL for none */
    rv_cite_display display;
} rv_cite_run;

/** Runs in their order. Begin with RV_CITE_TEXT_INIT; free with rv_cite_text_free(). */
typedef struct {
    rv_cite_run *runs;
    size_t       n;
    char        *bytes;           /**< of the texts and links */
} rv_cite_text;
#define RV_CITE_TEXT_INIT { NULL, 0, NULL }
RV_API void rv_cite_text_free(rv_cite_text *text);              /**< NULL is allowed */

/** Appends plain text, HTML (escaped; em, strong, sup, sub, span class="small-caps", a) or Markdown (escaped). */
RV_API void rv_cite_plain(rv_buf *out, const rv_cite_text *text);
RV_API void rv_cite_html(rv_buf *out, const rv_cite_text *text);
RV_API void rv_cite_markdown(rv_buf *out, const rv_cite_text *text);

/* ---- A style --------------------------------------------------------------------------------------------------------------- */

typedef struct rv_cite_style rv_cite_style;

/** The styles that come with the toolkit, by name ("apa", "vancouver"), NULL name at the end. */
typedef struct {
    const char *name, *title;
} rv_cite_shipped;
RV_API extern const rv_cite_shipped rv_cite_styles[];

/**
 * Opens a style: one of rv_cite_styles by its name, else a .csl file. `locale` (may be NULL) is a CSL locale file
 * ("locales-de-DE.xml") whose terms and dates are used; without it they are English. On success *out is ended with
 * rv_cite_style_close(); on failure it is NULL.
 * Errors  RV_ENOTFOUND no such style; RV_EPARSE "file:line: ..." what is not CSL 1.0.2, a dependent style (the message names its
 *         parent), a macro that is not there or that calls itself; RV_EIO.
 */
RV_API RV_MUST_CHECK
rv_status rv_cite_style_open(rv_cite_style **out, const char *style, const char *locale, rv_error *err);
/** The same from bytes; `name` is for messages. */
RV_API RV_MUST_CHECK
rv_status rv_cite_style_parse(rv_cite_style **out, const char *name, const char *bytes, size_t n, const char *locale, rv_error *err);
RV_API void rv_cite_style_close(rv_cite_style *style);          /**< NULL is allowed */
RV_API const char *rv_cite_style_title(const rv_cite_style *style);
/** True when it has a bibliography, and when entries hang (every line but the first is indented). */
RV_API bool rv_cite_style_lists(const rv_cite_style *style);
RV_API bool rv_cite_style_hangs(const rv_cite_style *style);
/** What a person should know of it ("the style is in de-DE; its terms are in English, for no locale file was given"); "" when nothing. */
RV_API const char *rv_cite_style_note(const rv_cite_style *style);

/* ---- What is cited ----------------------------------------------------------------------------------------------------------- */

/** Works that are cited in one style: their order, numbers and year letters depend on each other. */
typedef struct rv_cite rv_cite;

/** `style` must live as long. *out is ended with rv_cite_close(); NULL on failure. */
RV_API RV_MUST_CHECK rv_status rv_cite_open(rv_cite **out, const rv_cite_style *style, rv_error *err);
RV_API void rv_cite_close(rv_cite *cite);                       /**< NULL is allowed */
/**
 * Adds a work: an object of CSL-JSON, which is copied. Texts may hold CSL-JSON's markup (<i>, <b>, <sup>, <sub>, <sc>,
 * <span class="nocase">); anything else is text. `key` names it; NULL: its "id".
 * Errors  RV_EINVAL not an object; RV_EEXIST the key is there already.
 */
RV_API RV_MUST_CHECK rv_status rv_cite_add(rv_cite *cite, const char *key, const struct json_t *item, rv_error *err);
/** Adds the array of CSL-JSON in `bytes`. RV_EPARSE "name:line: ...". */
RV_API RV_MUST_CHECK rv_status rv_cite_add_json(rv_cite *cite, const char *name, const char *bytes, size_t n, rv_error *err);
RV_API size_t rv_cite_count(const rv_cite *cite);

/** One work within a citation. Texts other than `key` may be NULL. */
typedef struct {
    const char *key;
    const char *locator;          /**< "12-15" */
    const char *label;            /**< what `locator` counts: "page" (the default), "chapter", "section", ... */
    const char *prefix, *suffix;  /**< "see ", ", for instance" */
    bool        without_author;   /**< "(2006)" behind a name that stands in the sentence */
} rv_cite_place;

/**
 * A citation of n works as it stands in the text: "(Cave 2006; Doolittle, 2010)". Citations are asked for in the order of the text
 * where the style tells first from later ones. `*out` is replaced.
 * Errors  RV_ENOTFOUND a key that was not added; RV_EDOMAIN the style takes too long for one citation.
 */
RV_API RV_MUST_CHECK
rv_status rv_cite_cluster(rv_cite *cite, const rv_cite_place *places, size_t n, rv_cite_text *out, rv_error *err);

/** The key of entry i of the reference list, from 0, in the style's order; NULL behind the last. */
RV_API RV_MUST_CHECK rv_status rv_cite_entry_key(rv_cite *cite, size_t i, const char **key, rv_error *err);
/** Entry i. `*out` is replaced. Errors  RV_EINVAL the style has no bibliography, or no entry i; RV_EDOMAIN as above. */
RV_API RV_MUST_CHECK rv_status rv_cite_entry(rv_cite *cite, size_t i, rv_cite_text *out, rv_error *err);

/* ---- The reports of a review -------------------------------------------------------------------------------------------------- */

/**
 * Adds reports of the review with all that their records say, under their numbers ("12"): those that `keep` says (NULL: every one).
 * `*n` (may be NULL) is how many.
 */
RV_API RV_MUST_CHECK
rv_status rv_cite_add_reports(rv_cite *cite, rv_store *store, bool (*keep)(void *user, const rv_ref_origin *origin), void *user, size_t *n,
                              rv_error *err);

/**
 * Adds the records of a reference file in any format that is read; of CSL-JSON the works as they stand. A key that is there already, or
 * none, gives "record-N". `*n` (may be NULL) is how many. Errors  those of rv_refs_read().
 */
RV_API RV_MUST_CHECK rv_status rv_cite_add_file(rv_cite *cite, const char *path, size_t *n, rv_error *err);

#ifdef __cplusplus
}
#endif

#endif
