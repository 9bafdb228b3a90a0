/* The terms of a text, counted: single words, and pairs of neighbouring ones. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "rank_building.h"

enum { AHEAD = 12 };

static rv_status no_memory(rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory");
}

static rv_status room_for_words(rv_rank_building *b, rv_error *err)
{
    const size_t room = b->sequence_room + b->sequence_room / 2 + 256;
    uint32_t *sequence = realloc(b->sequence, room * sizeof *sequence), *numbers;
    uint64_t *keys;

    if (sequence)
        b->sequence = sequence;
    if (!sequence || !(keys = realloc(b->keys, 2 * room * sizeof *keys)))
        return no_memory(err);
    b->keys = keys;
    if (!(numbers = realloc(b->numbers, 2 * room * sizeof *numbers)))
        return no_memory(err);
    b->numbers = numbers;
    b->sequence_room = room;
    return RV_OK;
}

/* Adds the words of a text to the sequence. */
static rv_status read_words(rv_rank_building *b, const char *text, rv_error *err)
{
    rv_status st = RV_OK;

    rv_rank_words_start(&b->words, text);
    while (st == RV_OK && rv_rank_words_next(&b->words)) {
        if (b->length == b->sequence_room && (st = room_for_words(b, err)) != RV_OK)
            return st;
        st = rv_rank_terms_word(b->index->terms, b->words.word, b->words.length, b->add, &b->sequence[b->length], err);
        b->length++;
    }
    return st == RV_OK && b->words.failed ? no_memory(err) : st;
}

/* Room for the terms there are. */
static rv_status room_for_terms(rv_rank_building *b, rv_error *err)
{
    const size_t n = rv_rank_terms_count(b->index->terms);

    if (n > b->terms_room) {
        const size_t room = n + n / 2 + 1024;
        rv_rank_met *met = realloc(b->met, room * sizeof *met);

        if (!met)
            return no_memory(err);
        b->met = met;
        memset(met + b->terms_room, 0, (room - b->terms_room) * sizeof *met);
        b->terms_room = room;
    }
    return RV_OK;
}

static rv_status room_for_entries(rv_rank_building *b, size_t more, rv_error *err)
{
    if (b->room - b->used < more) {
        const size_t room = b->room + b->room / 2 + more + 4096;
        uint32_t *term;
        uint16_t *tf;

        if (room >= UINT32_MAX)
            return rv_fail(err, RV_EINVAL, "the texts have more than %zu terms together", b->room);
        if ((term = realloc(b->index->term, room * sizeof *term)))
            b->index->term = term;
        if (!term || !(tf = realloc(b->tf, room * sizeof *tf)))
            return no_memory(err);
        b->tf = tf;
        b->room = room;
    }
    return RV_OK;
}

/* The terms of the sequence: each word, and each with the next. Returns how many. */
static size_t make_keys(rv_rank_building *b, int block)
{
    const uint32_t *w = b->sequence;
    size_t n = 0;

    for (size_t i = 0; i < b->length; i++) {
        if (w[i] == rv_rank_none)
            continue;
        b->keys[n++] = rv_rank_terms_key(block, w[i], rv_rank_none);
        if (i + 1 < b->length && w[i + 1] != rv_rank_none)
            b->keys[n++] = rv_rank_terms_key(block, w[i], w[i + 1]);
    }
    return n;
}

/* Counts one occurrence of a term in the row that begins at entry `start`. */
static void count(rv_rank_building *b, uint32_t term, size_t start)
{
    rv_rank_met *met = &b->met[term];

    if (met->last > start) {
        b->tf[met->last - 1] += b->tf[met->last - 1] < UINT16_MAX;
        return;
    }
    b->index->term[b->used] = term;
    b->tf[b->used] = 1;
    met->last = (uint32_t)++b->used;
    met->df++;
}

static rv_status count_sequence(rv_rank_building *b, int block, size_t start, rv_error *err)
{
    const size_t n = make_keys(b, block);
    rv_status st = rv_rank_terms_numbers(b->index->terms, b->keys, n, b->add, b->numbers, err);

    if (st != RV_OK || (st = room_for_terms(b, err)) != RV_OK || (st = room_for_entries(b, n, err)) != RV_OK)
        return st;
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n && b->numbers[i + AHEAD] != rv_rank_none)
            rv_rank_soon(&b->met[b->numbers[i + AHEAD]]);
        if (b->numbers[i] != rv_rank_none)
            count(b, b->numbers[i], start);
    }
    return RV_OK;
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
    free(b->keys);
    free(b->numbers);
    free(b->met);
}
