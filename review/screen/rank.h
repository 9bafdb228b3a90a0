/* What the files of ranking share: words, terms, the index of weighted terms, the learner. */
#ifndef RV_SCREEN_RANK_H
#define RV_SCREEN_RANK_H

#include "review/screen.h"

/* Parts of a record that are seen as blocks of terms of their own. */
enum { RV_RANK_BODY, RV_RANK_TITLE, RV_RANK_KEYWORDS, RV_RANK_BLOCKS };

/* How a model sees records and learns; the meaning of a row of the table of models. */
struct rv_rank_how {
    double block[RV_RANK_BLOCKS];  /* weight of each block's vector of length 1, before the whole is made length 1 again; 0: not used */
    double saturation;             /* k: a term that comes tf times in a record counts tf (k + 1) / (tf + k); 0: 1 + ln tf */
    double cost;                   /* C of the machine */
    double ratio;                  /* how much more all relevant records weigh than all others */
    double near;                   /* share that likeness to the nearest relevant records has in a score; 0: none */
    double nearest;                /* how many these are; 0: one */
    double late_cost, late_ratio;  /* which cost and ratio are at last, see rank.c; 0: as at first */
};

/* ---- Words --------------------------------------------------------------------------------------------------------------- */

/* Goes through the words of a text: two or more word characters, in lower case. */
typedef struct {
    const char *at, *end;
    char       *word;              /* the present word, `length` bytes, not terminated */
    size_t      length, room;
    bool        failed;            /* no memory */
} rv_rank_words;
void rv_rank_words_start(rv_rank_words *words, const char *text);
bool rv_rank_words_next(rv_rank_words *words);
void rv_rank_words_end(rv_rank_words *words);

/* Asks for what will be read soon, so that it is near by then. */
#ifdef __GNUC__
#define rv_rank_soon(address) __builtin_prefetch(address)
#else
#define rv_rank_soon(address) ((void)(address))
#endif

/* ---- Terms --------------------------------------------------------------------------------------------------------------- */

/* Numbers words, and terms of one or two words of a block, from 0 in the order they are met. */
typedef struct rv_rank_terms rv_rank_terms;
static const uint32_t rv_rank_none = UINT32_MAX;

rv_status rv_rank_terms_open(rv_rank_terms **out, rv_error *err);
void rv_rank_terms_free(rv_rank_terms *terms);
size_t rv_rank_terms_count(const rv_rank_terms *terms);
/* The number of a word; one that is not known is added, or with `add` false is rv_rank_none. */
rv_status rv_rank_terms_word(rv_rank_terms *terms, const char *bytes, size_t n, bool add, uint32_t *word, rv_error *err);
/* What stands for the term `first second` of a block; `second` may be rv_rank_none. */
uint64_t rv_rank_terms_key(int block, uint32_t first, uint32_t second);
/* The numbers of terms; `add` as for words. */
rv_status rv_rank_terms_numbers(rv_rank_terms *terms, const uint64_t *keys, size_t n, bool add, uint32_t *numbers, rv_error *err);
int rv_rank_terms_block(const rv_rank_terms *terms, uint32_t term);
/* Numbers anew: `renamed[t]` is the new number of term t, rv_rank_none when it goes; `n` is how many stay. */
rv_status rv_rank_terms_keep(rv_rank_terms *terms, const uint32_t *renamed, size_t n, rv_error *err);

/* ---- Index --------------------------------------------------------------------------------------------------------------- */

/* Every record as a sparse row of weighted terms, of length 1, or 0 when it has no terms. A term that one record alone has cannot
   move another's score: it is no column, its squared weight is in `single`. Terms are numbered from the most frequent. */
typedef struct {
    size_t         n;              /* records */
    size_t         rows;           /* records, and after them hints */
    size_t         n_terms;
    size_t        *start;          /* [rows + 1] */
    uint32_t      *term;
    float         *value;
    double        *single;         /* [rows] */
    double        *idf;            /* [n_terms] */
    rv_rank_terms *terms;
    struct rv_rank_how how;
} rv_rank_index;

rv_status rv_rank_index_open(rv_rank_index **out, const struct rv_rank_how *how, size_t n, rv_rank_read *read, void *user,
                             rv_error *err);
void rv_rank_index_free(rv_rank_index *index);
/* Adds a row for a text that is no record; terms that no two records have are passed over. */
rv_status rv_rank_index_add(rv_rank_index *index, const rv_rank_text *text, rv_error *err);
/* x_i w, over the columns. */
double rv_rank_index_dot(const rv_rank_index *index, size_t row, const double *w);
/* w += a x_i */
void rv_rank_index_axpy(const rv_rank_index *index, size_t row, double a, double *w);

/* ---- Machine ------------------------------------------------------------------------------------------------------------- */

/* Products of some rows with each other. */
typedef struct {
    size_t    n, room;
    uint32_t *row;                 /* [room] */
    double   *product;             /* [room][room] x_i x_j + 1 */
} rv_rank_gram;

void rv_rank_gram_close(rv_rank_gram *gram);
/* Adds what it has not of rows[n], of which it has the first, unless that would be too much for now; true when it has all. `w` is as
   long as there are terms, and 0, before and after. */
bool rv_rank_gram_complete(rv_rank_gram *gram, const rv_rank_index *index, const uint32_t *rows, size_t n, double *w);
/* Takes out one row; the last row takes its place. */
void rv_rank_gram_drop(rv_rank_gram *gram, size_t place);
/* out = product v */
void rv_rank_gram_times(const rv_rank_gram *gram, const double *v, double *out);

/* Lists with one entry for each row trained on; see rank_svm.c. */
enum { RV_RANK_Y, RV_RANK_D, RV_RANK_BETA, RV_RANK_F, RV_RANK_ACTIVE, RV_RANK_NEXT, RV_RANK_NEXT_F, RV_RANK_R, RV_RANK_Z, RV_RANK_P,
       RV_RANK_Q, RV_RANK_SVM_LISTS };

/* A support vector machine between one training and the next. */
typedef struct {
    const rv_rank_index *index;
    double    *w;                  /* [n_terms] */
    double     bias;
    size_t     n;                  /* rows trained on */
    uint32_t  *rows;               /* [n] which */
    uint32_t  *place;              /* [index->rows] where in `rows`, or rv_rank_none */
    double    *list[RV_RANK_SVM_LISTS], *memory;
    rv_rank_gram gram;
    size_t     steps, products;    /* that the last training took */
} rv_rank_svm;

rv_status rv_rank_svm_open(rv_rank_svm *svm, const rv_rank_index *index, rv_error *err);
void rv_rank_svm_close(rv_rank_svm *svm);
/* Puts a row on a side, 1 or -1, with its cost C_i, or with side 0 takes it out; what was learned stays as a beginning. */
void rv_rank_svm_set(rv_rank_svm *svm, size_t row, int side, double cost);
rv_status rv_rank_svm_train(rv_rank_svm *svm, rv_error *err);
double rv_rank_svm_score(const rv_rank_svm *svm, size_t row);
/* The score without what the row's own words gave, if it was trained on. */
double rv_rank_svm_score_apart(const rv_rank_svm *svm, size_t row);

/* ---- Likeness ------------------------------------------------------------------------------------------------------------- */

/* How like the nearest relevant records each record is, between one training and the next. */
typedef struct {
    const rv_rank_index *index;
    size_t nearest;                /* how many */
    float *best;                   /* [index->n][nearest] 0 to 1, the largest first; 0 where there are not as many */
    bool  *counted;                /* [index->n] whether it was compared with all others as a relevant one */
} rv_rank_near;

rv_status rv_rank_near_open(rv_rank_near *near, const rv_rank_index *index, rv_error *err);
void rv_rank_near_close(rv_rank_near *near);
rv_status rv_rank_near_train(rv_rank_near *near, const signed char *labels, rv_error *err);
/* Adds to each score s_i how like the nearest relevant records it is, r_i, the sum of their likenesses, both in deviations:
       s_i + share sd(s) (r_i - mean(r)) / sd(r)       mean and sd over the records that are not known */
void rv_rank_near_add(const rv_rank_near *near, const signed char *labels, double share, double *scores);

#endif
