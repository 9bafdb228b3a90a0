/*
 * Records as rows of weighted terms.
 *
 *     x_t = (1 + ln tf) idf_t,  idf_t = ln((1 + N) / (1 + df)) + 1
 *
 * over words and pairs of neighbouring words; a term in more than 95 of 100 records says nothing and is left out. Each block of a row
 * (body: title and abstract; title; keywords) is made length 1, multiplied by the weight of its block, and the row length 1 again.
 */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "rank.h"

static const double commonest = 0.95;

typedef struct {
    rv_rank_index *index;
    rv_rank_words  words;
    uint32_t      *sequence;        /* words of the present block */
    size_t         length, sequence_room;
    uint16_t      *tf;              /* beside index->term */
    size_t         used, room;      /* of both */
    uint32_t      *df;              /* [terms so far] */
    size_t        *where;           /* [terms so far] entry at which the term was met last */
    size_t         terms_room;
    bool           add;             /* terms that are not known are new ones */
} building;

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* Adds the words of a text to the sequence. */
static rv_status read_words(building *b, const char *text, rv_error *err)
{
    rv_status st = RV_OK;

    rv_rank_words_start(&b->words, text);
    while (st == RV_OK && rv_rank_words_next(&b->words)) {
        if (b->length == b->sequence_room) {
            const size_t room = b->sequence_room + b->sequence_room / 2 + 256;
            uint32_t *more = realloc(b->sequence, room * sizeof *more);
            if (!more)
                return no_memory(err);
            b->sequence = more;
            b->sequence_room = room;
        }
        st = rv_rank_terms_word(b->index->terms, b->words.word, b->words.length, b->add, &b->sequence[b->length], err);
        b->length++;
    }
    return st == RV_OK && b->words.failed ? no_memory(err) : st;
}

static rv_status room_for_term(building *b, uint32_t term, rv_error *err)
{
    if (term >= b->terms_room) {
        const size_t room = (size_t)term + term / 2 + 1024;
        uint32_t *df = realloc(b->df, room * sizeof *df);
        size_t *where;

        if (df)
            b->df = df;
        if (!df || !(where = realloc(b->where, room * sizeof *where)))
            return no_memory(err);
        b->where = where;
        memset(b->df + b->terms_room, 0, (room - b->terms_room) * sizeof *b->df);
        memset(b->where + b->terms_room, 0xff, (room - b->terms_room) * sizeof *b->where);
        b->terms_room = room;
    }
    return RV_OK;
}

static rv_status room_for_entry(building *b, rv_error *err)
{
    if (b->used == b->room) {
        const size_t room = b->room + b->room / 2 + 4096;
        uint32_t *term = realloc(b->index->term, room * sizeof *term);
        uint16_t *tf;

        if (term)
            b->index->term = term;
        if (!term || !(tf = realloc(b->tf, room * sizeof *tf)))
            return no_memory(err);
        b->tf = tf;
        b->room = room;
    }
    return RV_OK;
}

/* Counts one occurrence of a term in the row that begins at entry `start`. */
static rv_status count(building *b, int block, uint32_t first, uint32_t second, size_t start, rv_error *err)
{
    uint32_t term;
    size_t at;
    rv_status st = rv_rank_terms_term(b->index->terms, block, first, second, b->add, &term, err);

    if (st != RV_OK || term == rv_rank_none || (st = room_for_term(b, term, err)) != RV_OK)
        return st;
    at = b->where[term];
    if (at != SIZE_MAX && at >= start) {
        b->tf[at] += b->tf[at] < UINT16_MAX;
        return RV_OK;
    }
    if ((st = room_for_entry(b, err)) != RV_OK)
        return st;
    b->index->term[b->used] = term;
    b->tf[b->used] = 1;
    b->where[term] = b->used++;
    b->df[term]++;
    return RV_OK;
}

static rv_status count_sequence(building *b, int block, size_t start, rv_error *err)
{
    const uint32_t *w = b->sequence;
    rv_status st = RV_OK;

    for (size_t i = 0; i < b->length && st == RV_OK; i++) {
        if (w[i] == rv_rank_none)
            continue;
        st = count(b, block, w[i], rv_rank_none, start, err);
        if (st == RV_OK && i + 1 < b->length && w[i + 1] != rv_rank_none)
            st = count(b, block, w[i], w[i + 1], start, err);
    }
    return st;
}

/* The entries of one text, block after block. */
static rv_status read_text(building *b, const rv_rank_text *text, rv_error *err)
{
    const double *weight = b->index->how.block;
    const size_t start = b->used;
    rv_status st;

    b->length = 0;
    st = read_words(b, text->title, err);
    if (st == RV_OK && weight[RV_RANK_TITLE] > 0)
        st = count_sequence(b, RV_RANK_TITLE, start, err);
    if (st == RV_OK && (st = read_words(b, text->abstract, err)) == RV_OK)
        st = count_sequence(b, RV_RANK_BODY, start, err);
    if (st == RV_OK && weight[RV_RANK_KEYWORDS] > 0) {
        b->length = 0;
        if ((st = read_words(b, text->keywords, err)) == RV_OK)
            st = count_sequence(b, RV_RANK_KEYWORDS, start, err);
    }
    return st;
}

static double weigh(uint16_t tf, double idf)
{
    return (1 + log(tf)) * idf;
}

/* What each block of a row is multiplied by, so that block and row get the lengths they must have. */
static void factors(const struct rv_rank_how *how, const double squares[RV_RANK_BLOCKS], double by[RV_RANK_BLOCKS])
{
    double whole = 0;

    for (int k = 0; k < RV_RANK_BLOCKS; k++)
        whole += squares[k] > 0 ? how->block[k] * how->block[k] : 0;
    for (int k = 0; k < RV_RANK_BLOCKS; k++)
        by[k] = squares[k] > 0 && whole > 0 ? how->block[k] / sqrt(squares[k] * whole) : 0;
}

/* Weighs the entries of a row and moves them down to `to`, without the terms that are no columns. Returns the entry after. */
static size_t settle_row(building *b, size_t row, size_t start, size_t end, size_t to, const uint32_t *renamed, float *value)
{
    rv_rank_index *index = b->index;
    const double n = (double)index->n;
    double squares[RV_RANK_BLOCKS] = { 0 }, by[RV_RANK_BLOCKS];

    for (size_t e = start; e < end; e++) {
        const uint32_t t = index->term[e];
        const double x = b->df[t] > commonest * n ? 0 : weigh(b->tf[e], log((1 + n) / (1 + b->df[t])) + 1);
        squares[rv_rank_terms_block(index->terms, t)] += x * x;
    }
    factors(&index->how, squares, by);
    index->single[row] = 0;
    for (size_t e = start; e < end; e++) {
        const uint32_t t = index->term[e];
        const double x = weigh(b->tf[e], log((1 + n) / (1 + b->df[t])) + 1) * by[rv_rank_terms_block(index->terms, t)];
        if (b->df[t] > commonest * n)
            continue;
        if (renamed[t] == rv_rank_none) {
            index->single[row] += x * x;
            continue;
        }
        index->term[to] = renamed[t];
        value[to++] = (float)x;
    }
    return to;
}

/* Numbers the columns from the most frequent term: a counting sort. Ties keep the order in which the terms were met. */
static rv_status rename_terms(const building *b, size_t n_terms, uint32_t **out, size_t *kept, rv_error *err)
{
    const size_t n = b->index->n;
    const double most = commonest * (double)n;
    size_t *at = calloc(n + 2, sizeof *at), sum = 0;
    uint32_t *renamed = malloc((n_terms + 1) * sizeof *renamed);

    *out = renamed;
    if (!at || !renamed) {
        free(at);
        return no_memory(err);
    }
    for (size_t t = 0; t < n_terms; t++)
        at[b->df[t]] += b->df[t] > 1 && b->df[t] <= most;
    for (size_t f = n + 1; f-- > 0; ) {
        const size_t here = at[f];
        at[f] = sum;
        sum += here;
    }
    for (size_t t = 0; t < n_terms; t++)
        renamed[t] = b->df[t] > 1 && b->df[t] <= most ? (uint32_t)at[b->df[t]]++ : rv_rank_none;
    *kept = sum;
    free(at);
    return RV_OK;
}

static size_t count_kept(const building *b, const uint32_t *renamed)
{
    size_t kept = 0;

    for (size_t e = 0; e < b->used; e++)
        kept += renamed[b->index->term[e]] != rv_rank_none;
    return kept;
}

/* From counts to weights. */
static rv_status settle(building *b, rv_error *err)
{
    rv_rank_index *index = b->index;
    const size_t n_terms = rv_rank_terms_count(index->terms);
    uint32_t *renamed = NULL;
    size_t to = 0, start = 0;
    rv_status st = rename_terms(b, n_terms, &renamed, &index->n_terms, err);

    free(b->where);
    b->where = NULL;
    b->terms_room = 0;
    if (st == RV_OK && (!(index->value = malloc((count_kept(b, renamed) + 1) * sizeof *index->value))
                        || !(index->idf = malloc((index->n_terms + 1) * sizeof *index->idf))))
        st = no_memory(err);
    for (size_t t = 0; st == RV_OK && t < n_terms; t++)
        if (renamed[t] != rv_rank_none)
            index->idf[renamed[t]] = log((1 + (double)index->n) / (1 + b->df[t])) + 1;
    for (size_t i = 0; st == RV_OK && i < index->n; i++) {
        const size_t end = index->start[i + 1];
        to = settle_row(b, i, start, end, to, renamed, index->value);
        index->start[i + 1] = to;
        start = end;
    }
    if (st == RV_OK) {
        uint32_t *less = realloc(index->term, (to + 1) * sizeof *less);
        index->term = less ? less : index->term;
        st = rv_rank_terms_keep(index->terms, renamed, index->n_terms, err);
    }
    free(renamed);
    return st;
}

static void building_end(building *b)
{
    rv_rank_words_end(&b->words);
    free(b->sequence);
    free(b->tf);
    free(b->df);
    free(b->where);
}

rv_status rv_rank_index_open(rv_rank_index **out, const struct rv_rank_how *how, size_t n, rv_rank_read *read, void *user,
                             rv_error *err)
{
    rv_rank_index *index = *out = calloc(1, sizeof *index);
    building b = { .index = index, .add = true };
    rv_status st;

    if (!index)
        return no_memory(err);
    index->n = index->rows = n;
    index->how = *how;
    st = rv_rank_terms_open(&index->terms, err);
    if (st == RV_OK && (!(index->start = calloc(n + 1, sizeof *index->start))
                        || !(index->single = calloc(n + 1, sizeof *index->single))))
        st = no_memory(err);
    for (size_t i = 0; i < n && st == RV_OK; i++) {
        rv_rank_text text = { NULL, NULL, NULL };
        if ((st = read(user, i, &text, err)) == RV_OK && (st = read_text(&b, &text, err)) == RV_OK)
            index->start[i + 1] = b.used;
    }
    if (st == RV_OK)
        st = settle(&b, err);
    building_end(&b);
    if (st != RV_OK) {
        rv_rank_index_free(index);
        *out = NULL;
    }
    return st;
}

void rv_rank_index_free(rv_rank_index *index)
{
    if (!index)
        return;
    rv_rank_terms_free(index->terms);
    free(index->start);
    free(index->term);
    free(index->value);
    free(index->single);
    free(index->idf);
    free(index);
}

/* The row of a hint, counted in `b` from entry 0, comes behind all others. */
static rv_status append(rv_rank_index *index, const building *b, const uint32_t *term, rv_error *err)
{
    const size_t from = index->start[index->rows];
    size_t *start = realloc(index->start, (index->rows + 2) * sizeof *start);
    double *single = start ? realloc(index->single, (index->rows + 2) * sizeof *single) : NULL;
    uint32_t *terms = single ? realloc(index->term, (from + b->used + 1) * sizeof *terms) : NULL;
    float *value = terms ? realloc(index->value, (from + b->used + 1) * sizeof *value) : NULL;
    double squares[RV_RANK_BLOCKS] = { 0 }, by[RV_RANK_BLOCKS];

    index->start = start ? start : index->start;
    index->single = single ? single : index->single;
    index->term = terms ? terms : index->term;
    index->value = value ? value : index->value;
    if (!value)
        return no_memory(err);
    for (size_t e = 0; e < b->used; e++)
        squares[rv_rank_terms_block(index->terms, term[e])] += pow(weigh(b->tf[e], index->idf[term[e]]), 2);
    factors(&index->how, squares, by);
    for (size_t e = 0; e < b->used; e++) {
        terms[from + e] = term[e];
        value[from + e] = (float)(weigh(b->tf[e], index->idf[term[e]]) * by[rv_rank_terms_block(index->terms, term[e])]);
    }
    single[index->rows] = 0;
    start[++index->rows] = from + b->used;
    return RV_OK;
}

rv_status rv_rank_index_add(rv_rank_index *index, const rv_rank_text *text, rv_error *err)
{
    rv_rank_index aside = { .terms = index->terms, .how = index->how };
    building b = { .index = &aside };
    rv_status st = read_text(&b, text, err);

    if (st == RV_OK)
        st = append(index, &b, aside.term, err);
    free(aside.term);
    building_end(&b);
    return st;
}

double rv_rank_index_dot(const rv_rank_index *index, size_t row, const double *w)
{
    const uint32_t *term = index->term;
    const float *value = index->value;
    const size_t end = index->start[row + 1];
    size_t e = index->start[row];
    double a = 0, b = 0, c = 0, d = 0;

    for (; e + 4 <= end; e += 4) {
        a += value[e] * w[term[e]];
        b += value[e + 1] * w[term[e + 1]];
        c += value[e + 2] * w[term[e + 2]];
        d += value[e + 3] * w[term[e + 3]];
    }
    for (; e < end; e++)
        a += value[e] * w[term[e]];
    return (a + b) + (c + d);
}

void rv_rank_index_axpy(const rv_rank_index *index, size_t row, double by, double *w)
{
    for (size_t e = index->start[row]; e < index->start[row + 1]; e++)
        w[index->term[e]] += by * index->value[e];
}
