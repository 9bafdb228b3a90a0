/* Longest common sequence of words. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "web/word_marks.h"

enum { WORDS = 400 };

typedef struct {
    const char *text;
    size_t      from[WORDS], to[WORDS];   /* bytes of a word */
    size_t      fold[WORDS];              /* where it begins in `folded` */
    bool        differs[WORDS];
    size_t      n;
    rv_buf      folded;                   /* the words for comparing, each with its NUL */
} side;

static rv_status read_words(side *s, const char *text, rv_error *err)
{
    static const char blanks[] = " \t\r\n";
    size_t at = 0;
    rv_status st = RV_OK;

    s->text = text;
    while (st == RV_OK && s->n < WORDS) {
        at += strspn(text + at, blanks);
        if (!text[at])
            break;
        s->from[s->n] = at;
        s->to[s->n] = at + strcspn(text + at, blanks);
        s->fold[s->n] = s->folded.length;
        st = rv_utf8_fold(&s->folded, text + at, s->to[s->n] - at, err);
        rv_buf_add(&s->folded, "", 1);
        at = s->to[s->n++];
    }
    return st == RV_OK ? rv_buf_check(&s->folded, err) : st;
}

static const char *word(const side *s, size_t i)
{
    return s->folded.data + s->fold[i];
}

/* Punctuation alone says nothing. */
static bool says(const side *s, size_t i)
{
    return *word(s, i) != '\0';
}

static void compare(side *a, side *b, uint16_t (*longest)[WORDS + 1])
{
    for (size_t i = a->n; i-- > 0; )
        for (size_t j = b->n; j-- > 0; )
            longest[i][j] = strcmp(word(a, i), word(b, j)) == 0 ? (uint16_t)(longest[i + 1][j + 1] + 1)
                            : longest[i + 1][j] > longest[i][j + 1] ? longest[i + 1][j] : longest[i][j + 1];
    for (size_t i = 0, j = 0; i < a->n || j < b->n; ) {
        if (i < a->n && j < b->n && strcmp(word(a, i), word(b, j)) == 0)
            i++, j++;
        else if (j == b->n || (i < a->n && longest[i + 1][j] >= longest[i][j + 1]))
            a->differs[i] = says(a, i), i++;
        else
            b->differs[j] = says(b, j), j++;
    }
}

static void add_piece(json_t *list, const char *text, size_t from, size_t to, bool differs)
{
    json_t *piece;
    char *copy;

    if (to <= from || !(copy = strndup(text + from, to - from)))
        return;
    piece = json_object();
    rv_json_put_text(piece, "text", copy);
    rv_json_put_yes(piece, "differs", differs);
    json_array_append_new(list, piece);
    free(copy);
}

/* Stretches of words that differ, and of those that do not; blanks between stay where they are. */
static json_t *pieces(const side *s)
{
    json_t *list = json_array();
    size_t from = 0;

    for (size_t i = 0; i < s->n; ) {
        size_t j = i;
        while (j + 1 < s->n && s->differs[j + 1] == s->differs[i])
            j++;
        if (s->differs[i]) {
            add_piece(list, s->text, from, s->from[i], false);
            add_piece(list, s->text, s->from[i], s->to[j], true);
            from = s->to[j];
        }
        i = j + 1;
    }
    add_piece(list, s->text, from, strlen(s->text), false);
    return list;
}

rv_status rv_word_marks(const char *a, const char *b, json_t **of_a, json_t **of_b, bool *same, rv_error *err)
{
    side *sides = calloc(2, sizeof *sides);
    uint16_t (*longest)[WORDS + 1] = calloc(WORDS + 1, sizeof *longest);
    rv_status st = sides && longest ? RV_OK : rv_fail(err, RV_ENOMEM, "out of memory");

    *of_a = *of_b = NULL;
    *same = true;
    if (st == RV_OK && (st = read_words(&sides[0], a, err)) == RV_OK && (st = read_words(&sides[1], b, err)) == RV_OK) {
        if (sides[0].n && sides[1].n)
            compare(&sides[0], &sides[1], longest);
        else
            *same = sides[0].n == sides[1].n;
        for (int i = 0; i < 2; i++)
            for (size_t w = 0; w < sides[i].n; w++)
                *same &= !sides[i].differs[w];
        *of_a = pieces(&sides[0]);
        *of_b = pieces(&sides[1]);
    }
    for (int i = 0; sides && i < 2; i++)
        rv_buf_free(&sides[i].folded);
    free(sides);
    free(longest);
    return st;
}
