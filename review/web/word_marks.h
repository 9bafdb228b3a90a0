/* Two texts beside each other, with the words that the other has not. */
#ifndef RV_WEB_WORD_MARKS_H
#define RV_WEB_WORD_MARKS_H

#include "web/web.h"

/*
 * Lists of {"text", "differs"} that make up `a` and `b`: a word differs that is in no longest common sequence of the two, case, marks and
 * punctuation apart. Texts of more than 400 words are compared so far; the rest follows as it is. `*same` when no word differs.
 */
RV_MUST_CHECK rv_status rv_word_marks(const char *a, const char *b, json_t **of_a, json_t **of_b, bool *same, rv_error *err);

#endif
