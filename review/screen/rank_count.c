/* The terms of a text, counted: single words, and pairs of neighbouring ones. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "rank_building.h"

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

/* Adds the words of a text to the sequence. */
static rv_status read_words(rv_rank_building *b, const char *text, rv_error *err)
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

static rv_status room_for_term(rv_rank_building *b, uint32_t term, rv_error *err)
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

static rv_status room_for_entry(rv_rank_building *b, rv_error *err)
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
static rv_status count(rv_rank_building *b, int block, uint32_t first, uint32_t second, size_t start, rv_error *err)
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

static rv_status count_sequence(rv_rank_building *b, int block, size_t start, rv_error *err)
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

rv_status rv_rank_count(rv_rank_building *b, const rv_rank_text *text, rv_error *err)
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

void rv_rank_building_end(rv_rank_building *b)
{
    rv_rank_words_end(&b->words);
    free(b->sequence);
    free(b->tf);
    free(b->df);
    free(b->where);
}
