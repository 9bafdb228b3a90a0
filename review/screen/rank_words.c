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

/* Takes the word that begins here, if one does; `*characters` is how long it is in characters. */
static void take(rv_rank_words *words, size_t *characters)
{
    int32_t point;
    size_t  used;

    words->length = *characters = 0;
    while (words->at < words->end) {
        used = rv_utf8_point(words->at, (size_t)(words->end - words->at), &point);
        if (point < 0 || !rv_utf8_is_word(point) || (words->length + 4 > words->room && !reserve(words)))
            return;
        point = rv_utf8_lower(point);
        if (point < 0x80)
            words->word[words->length++] = (char)point;
        else
            words->length += rv_utf8_put(point, words->word + words->length);
        ++*characters;
        words->at += used;
    }
}

bool rv_rank_words_next(rv_rank_words *words)
{
    size_t  characters;
    int32_t point;

    while (words->at < words->end && !words->failed) {
        take(words, &characters);
        if (characters > 1 && !words->failed)
            return true;
        if (characters == 0)
            words->at += rv_utf8_point(words->at, (size_t)(words->end - words->at), &point);
    }
    return false;
}
