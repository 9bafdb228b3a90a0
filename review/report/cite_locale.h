/* The words, dates and habits of a language. */
#ifndef RV_REPORT_CITE_LOCALE_H
#define RV_REPORT_CITE_LOCALE_H

#include "report/cite_tree.h"

typedef struct {
    const char         *name, *form;      /* form "long" where none is given */
    const rv_cite_node *node;
    size_t              source;           /* of the locale elements, the most wanted first */
} rv_cite_term_row;

typedef struct {
    char                lang[24];         /* "en-US": what the style is in */
    bool                foreign;          /* its terms are English although the style is not */
    const rv_cite_node *sources[16];      /* locale elements, the most wanted first */
    size_t              n_sources;
    rv_cite_term_row   *terms;            /* of all of them, in that order */
    size_t              n_terms;
    rv_cite_tree        file, british, english;
    bool                punctuation_in_quote, only_first_day_ordinal;
} rv_cite_locale;

/* Gathers the locale elements of the style at `root`, the locale file at `path` (NULL for none) and our own. */
rv_status rv_cite_locale_open(rv_cite_locale *locale, const rv_cite_node *root, const char *path, rv_error *err);
void rv_cite_locale_close(rv_cite_locale *locale);

/* A term in the form asked for, or the form that stands in for it; NULL when there is no such term. Lives as long as the locale. */
const char *rv_cite_term(const rv_cite_locale *locale, const char *name, const char *form, bool plural);
/* The ending of an ordinal: "st". */
const char *rv_cite_ordinal(const rv_cite_locale *locale, long n);
/* The date element of that form; NULL when there is none. */
const rv_cite_node *rv_cite_locale_date(const rv_cite_locale *locale, const char *form);
/* Whether a text in `lang` ("" for the style's own) is English. */
bool rv_cite_english(const rv_cite_locale *locale, const char *lang);

/* The files that are built in: bytes by name ("apa.csl", "locale-en.xml"); NULL when there is none. */
typedef struct {
    const char *name, *bytes;
} rv_cite_built_in;
extern const rv_cite_built_in rv_cite_files[];
const char *rv_cite_file(const char *name);

#endif
