/* What may be said of each rule: no more than was measured. */
#include <config.h>

#include "review/screen.h"

const char *const rv_stop_words_hypergeometric = "";
const char *const rv_stop_words_biased = "";
const char *const rv_stop_words_knee = "";
const char *const rv_stop_words_run = "";
const char *const rv_stop_words_safe = "";
const char *const rv_stop_words_random = "";
