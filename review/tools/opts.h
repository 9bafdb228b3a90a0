#ifndef RV_TOOLS_OPTS_H
#define RV_TOOLS_OPTS_H

#include <stdbool.h>
#include <stdio.h>

#include "review/base.h"

typedef enum { RV_OPT_END, RV_OPT_FLAG, RV_OPT_TEXT, RV_OPT_TEXTS, RV_OPT_REAL, RV_OPT_INT, RV_OPT_CHOICE } rv_opt_kind;

/* A list of texts, for an option that may stand several times. */
typedef struct {
    const char **items;
    size_t       count;
} rv_texts;

/* One option: parsing, --help and the man-page check all read this row. */
typedef struct {
    rv_opt_kind  kind;
    char         letter;             /* 0 when there is only a long name */
    const char  *name;
    void        *value;              /* bool *, const char **, rv_texts *, double *, int64_t *, int * (index of the choice) */
    const char  *metavar;
    const char  *help;
    const char *const *choices;      /* RV_OPT_CHOICE: NULL-terminated */
} rv_opt;

/* What a tool can do; the first row is what it does without a verb. A tool with one action has no verbs (NULL). */
typedef struct {
    const char *name;
    const char *help;
} rv_verb;

typedef struct {
    const char    *program;          /* "review-meta" */
    const char    *operands;         /* "[FILE]" */
    const char    *summary;          /* one line */
    const rv_opt  *options;
    const rv_verb *verbs;            /* ends with a NULL name; NULL for none */
} rv_command;

/* The rows every tool that writes data, or opens a review, shares. Put them first in a table. */
#define RV_OPTS_OUTPUT(format, output) \
    { RV_OPT_CHOICE, 'f', "format", &(format), "NAME", "output format", rv_format_names }, \
    { RV_OPT_TEXT, 'o', "output", &(output), "FILE", "write to FILE instead of standard output", NULL }
#define RV_OPTS_REVIEW(review) \
    { RV_OPT_TEXT, 'r', "review", &(review), "FILE", "the review file (else $REVIEW_FILE, else the one *.review here)", NULL }
#define RV_OPTS_PERSON(person, porcelain) \
    { RV_OPT_TEXT, 'a', "as", &(person), "NAME", "who is doing this (else $REVIEW_USER)", NULL }, \
    { RV_OPT_FLAG, 0, "porcelain", &(porcelain), NULL, "print 'ACK EVENT KEY' for each durable act", NULL }

/*
 * Parses by argp: long options whole, no abbreviations, `--help`, `--version`. Sets LC_CTYPE. On a usage error it prints
 * and exits with 2, on --help or --version with 0; only tools may. Returns the operands (argv vector, NULL-terminated)
 * without the verb; `*verb` is the index of the verb (0 when none was given).
 */
char **rv_tool_start(const rv_command *command, int argc, char **argv, int *verb);
/* Whether the verb was named; false when the first is done because none was. */
bool rv_tool_verb_named(void);

/* Of row `i` of the command's options: its name as it is written, and whether it stood on the command line. */
const char *rv_tool_option_name(size_t i);
bool rv_tool_option_given(size_t i);

/* An option of a tool with many verbs, and the verbs it is for, with blanks between; NULL: all. */
typedef struct {
    rv_opt      opt;
    const char *only;
} rv_verb_opt;

/* The rows for rv_command.options, rows[n + 1]. */
void rv_tool_verb_rows(const rv_verb_opt *options, size_t n, rv_opt *rows);
/* RV_EUSAGE "--dpi belongs to figure, not to table" when an option was given that is not for this verb. */
rv_status rv_tool_verb_takes(const rv_verb_opt *options, size_t n, const char *verb, rv_error *err);

/* Prints "program: message" and returns the exit code: 2 for RV_EUSAGE, else 1. */
int rv_tool_fail(const rv_error *err);
/* Prints "program: message" for a person on stderr; control characters are made visible. */
void rv_tool_say(const char *format, ...) RV_PRINTF(1, 2);

/* The review file: --review, else $REVIEW_FILE, else the one *.review file in the folder. RV_EUSAGE when there is none. */
rv_status rv_tool_review(const char *option, const char **path, rv_error *err);
/* The person: --as, else $REVIEW_USER. RV_EUSAGE when there is nobody. */
rv_status rv_tool_person(const char *option, const char **person, rv_error *err);
/* Prints "ACK event key" at once and flushed, when porcelain is on. */
void rv_tool_ack(bool porcelain, const char *event, const char *key);
/* A progress bar with rate and remaining time on a terminal; silent elsewhere. End it with rv_tool_progress_end(). */
rv_progress rv_tool_progress(const char *what);
void rv_tool_progress_end(void);

#endif
