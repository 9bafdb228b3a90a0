/* The words of a text. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "rank.h"

void rv_rank_words_start(rv_rank_words *words, const char *text)
{
    words->at = text ? text : "";
    words->end = words->at + strlen(words->at);
}

void rv_rank_words_end(rv_rank_words *words)
{
    free(words->word);
    memset(words, 0, sizeof *words);
}

static bool reserve(rv_rank_words *words)
{
    const size_t room = words->room ? 2 * words->room : 64;
    char *more = realloc(words->word, room);

    if (!more) {
        words->failed = true;
        return false;
    }
    words->word = more;
    words->room = room;
    return true;
}

/* Takes ASCII word characters, of which most texts consist, without the tables; returns how many. */
static size_t take_ascii(rv_rank_words *words)
{
    const char *at = words->at, *end = words->at;
    char *to;

    while (end < words->end && (size_t)(end - at) + words->length + 4 < words->room
           && ((*end >= 'a' && *end <= 'z') || (*end >= 'A' && *end <= 'Z') || (*end >= '0' && *end <= '9') || *end == '_'))
        end++;
    to = words->word + words->length;
    for (; at < end; at++)
        *to++ = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
    words->length += (size_t)(end - words->at);
    words->at = end;
    return words->length;
}

/* Takes the word that begins here, if one does; returns how long it is in characters. */
static size_t take(rv_rank_words *words)
{
    size_t  characters, used;
    int32_t point;

    words->length = 0;
    characters = take_ascii(words);
    while (words->at < words->end) {
        used = rv_utf8_point(words->at, (size_t)(words->end - words->at), &point);
        if (point < 0 || !rv_utf8_is_word(point) || (words->length + 4 > words->room && !reserve(words)))
            break;
        point = rv_utf8_lower(point);
        words->length += rv_utf8_put(point, words->word + words->length);
        characters++;
        words->at += used;
    }
    return characters;
}

/* Goes over a character that is in no word. */
static void skip(rv_rank_words *words)
{
    int32_t point;

    words->at += (unsigned char)*words->at < 0x80 ? 1 : rv_utf8_point(words->at, (size_t)(words->end - words->at), &point);
}

bool rv_rank_words_next(rv_rank_words *words)
{
    while (words->at < words->end && !words->failed) {
        const size_t characters = take(words);
        if (characters > 1 && !words->failed)
            return true;
        if (characters == 0)
            skip(words);
    }
    return false;
}
