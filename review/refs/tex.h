/* TeX text, as BibTeX files hold it, made into UTF-8. */
#ifndef REVIEW_REFS_TEX_H
#define REVIEW_REFS_TEX_H

#include "inside.h"

/* What a command does with the text behind it. */
typedef enum {
    TEX_TEXT,            /* stands for `text` */
    TEX_ACCENT,          /* the combining character `number` goes on the next letter */
    TEX_STYLE,           /* shapes text, and says nothing */
    TEX_SKIP,            /* so many arguments are dropped */
    TEX_SECOND,          /* the second argument is shown: \href{address}{words} */
    TEX_URL,             /* the argument is an address, taken as it stands */
    TEX_QUOTE, TEX_SUP, TEX_SUB, TEX_FRACTION,
    TEX_CHARACTER,       /* the argument is a character's number */
} tex_kind;

typedef struct {
    const char *name;
    tex_kind    kind;
    unsigned    number;
    const char *text;
} tex_command;

/* The command called by a word ("textit"), NULL for one that is not known. */
const tex_command *rv_tex_command(const char *name, size_t n);
/* The combining character of an accent that is a sign (\"), 0: none. */
unsigned rv_tex_accent(char sign);

/* Memory that decoding uses again and again. */
typedef struct {
    rv_reading *reading;
    char       *bytes;
    size_t      room;
} rv_tex;

/* Plain text of TeX text, in the arena, or `text` itself when nothing has to be done and it ends there; NULL when nothing is left. */
const char *rv_tex_text(rv_tex *tex, const char *text, size_t n);
/* The same for addresses, DOIs and file names, in which only \_ \% \& \# and the like are undone, and blanks are none. */
const char *rv_tex_verbatim(rv_tex *tex, const char *text, size_t n);
void rv_tex_free(rv_tex *tex);

#endif
