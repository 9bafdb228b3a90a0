#include <config.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "review/base.h"

#include "web/people.h"

/*
 * assets/common_passwords.txt: one a line in small letters, sorted by bytes. About 2,300 are the heads of well-known lists (words, names,
 * clubs, rows of keys, digits), the others what people make of 200 words by putting a year, a number or a mark behind.
 */
static int compare(const char *line, size_t n, const char *word, size_t m)
{
    int order = memcmp(line, word, n < m ? n : m);

    return order ? order : n < m ? -1 : n > m;
}

static bool listed(const char *word, size_t m)
{
    const rv_web_asset *list = rv_web_asset_find("common_passwords.txt");
    size_t low = 0, high = list ? list->n : 0;

    while (low < high) {
        size_t begin = low + (high - low) / 2, end;
        int order;

        while (begin > low && list->bytes[begin - 1] != '\n')
            begin--;
        for (end = begin; end < high && list->bytes[end] != '\n'; end++)
            ;
        order = compare(list->bytes + begin, end - begin, word, m);
        if (order == 0)
            return true;
        if (order < 0)
            low = end + 1;
        else
            high = begin;
    }
    return false;
}

/* "p@ssw0rd" is password. */
static char plain(char c)
{
    static const char written[] = "@4031!$57", meant[] = "aaoeiisst";
    const char *at = c ? strchr(written, c) : NULL;

    return at ? meant[at - written] : c;
}

bool rv_password_common(const char *folded)
{
    size_t n = strlen(folded), word = n, i;
    char *text;
    bool common;

    if (listed(folded, n))
        return true;
    while (word > 0 && !isalpha((unsigned char)folded[word - 1]) && (unsigned char)folded[word - 1] < 128)
        word--;                          /* "monkey2031!" is monkey */
    if (!(text = strdup(folded)))
        return false;
    for (i = 0; i < n; i++)
        text[i] = plain(text[i]);
    common = (n - word <= 6 && word > 3 && (listed(folded, word) || listed(text, word))) || listed(text, n);
    sodium_memzero(text, n);
    free(text);
    return common;
}
