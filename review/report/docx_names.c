/* Names in a Word document of what has a longer name here. */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "report/docx.h"

enum { DIGEST = 8 };

/* The first digits of a digest of the whole, so that two names that are cut alike stay two. */
static void mark(const char *whole, char hex[DIGEST + 1])
{
    uint8_t digest[RV_DIGEST];

    rv_sha256_of(whole, strlen(whole), digest);
    rv_hex(digest, DIGEST / 2, hex);
}

const char *rv_docx_tag(const char *key, char tag[RV_DOCX_TAG])
{
    static const char prefix[] = "review:";
    const size_t room = RV_DOCX_TAG - sizeof prefix;
    char hex[DIGEST + 1];
    size_t n = room - 1 - DIGEST;

    if (strlen(key) <= room) {
        snprintf(tag, RV_DOCX_TAG, "%s%s", prefix, key);
        return tag;
    }
    while (n > 0 && ((unsigned char)key[n] & 0xC0) == 0x80)
        n--;
    mark(key, hex);
    snprintf(tag, RV_DOCX_TAG, "%s%.*s~%s", prefix, (int)n, key, hex);
    return tag;
}

const char *rv_docx_bookmark(const char *anchor, char name[RV_DOCX_BOOKMARK])
{
    const size_t room = RV_DOCX_BOOKMARK - 1 - 2 - 1 - DIGEST;
    char hex[DIGEST + 1];
    bool exact = strlen(anchor) <= room;
    size_t n = 0;

    name[n++] = 'r';
    name[n++] = '_';
    for (const char *c = anchor; *c && n < room + 2; c++) {
        const bool plain = isalnum((unsigned char)*c) && (unsigned char)*c < 0x80;

        exact &= plain || *c == '-';
        name[n++] = plain ? *c : '_';
    }
    name[n] = '\0';
    if (!exact) {
        mark(anchor, hex);
        snprintf(name + n, RV_DOCX_BOOKMARK - n, "_%s", hex);
    }
    return name;
}
