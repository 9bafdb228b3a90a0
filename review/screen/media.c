/* What kind of file a full text is: told from its bytes, as its name may say anything. */
#include <config.h>

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "review/base.h"

#include "screen/media.h"

static bool begins(const unsigned char *head, size_t n, const char *magic)
{
    return n >= strlen(magic) && memcmp(head, magic, strlen(magic)) == 0;
}

static bool begins_folded(const unsigned char *head, size_t n, const char *word)
{
    for (size_t i = 0; word[i]; i++)
        if (i >= n || tolower(head[i]) != word[i])
            return false;
    return true;
}

static bool holds(const unsigned char *head, size_t n, const char *word)
{
    return memmem(head, n, word, strlen(word)) != NULL;
}

/* A ZIP names its first member in its first bytes; Word's, which begin with [Content_Types].xml, name word/ soon. */
static const char *of_zip(const unsigned char *head, size_t n)
{
    if (holds(head, n < 128 ? n : 128, "mimetypeapplication/vnd.oasis.opendocument.text"))
        return "application/vnd.oasis.opendocument.text";
    if (holds(head, n < 128 ? n : 128, "mimetypeapplication/epub+zip"))
        return "application/epub+zip";
    if (holds(head, n, "word/"))
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    return "application/zip";
}

/* UTF-8, perhaps cut within its last character, without control characters but those of lines and pages. */
static bool is_text(const unsigned char *head, size_t n)
{
    size_t bad = 0;

    if (!rv_utf8_valid((const char *)head, n, &bad) && n - bad > 3)
        return false;
    for (size_t i = 0; i < n; i++)
        if (head[i] < 0x20 && !strchr("\t\n\r\f", head[i]))
            return false;
    return true;
}

static const char *of_text(const unsigned char *head, size_t n)
{
    const unsigned char *at = head;
    size_t left = n;

    if (begins(at, left, "\xEF\xBB\xBF")) {
        at += 3;
        left -= 3;
    }
    for (; left && isspace(*at); at++)
        left--;
    if (begins_folded(at, left, "<!doctype html") || begins_folded(at, left, "<html"))
        return "text/html";
    if (begins(at, left, "<?xml"))
        return holds(at, left, "<html") ? "application/xhtml+xml" : "application/xml";
    return is_text(head, n) ? "text/plain" : "application/octet-stream";
}

const char *rv_media_of(const unsigned char *head, size_t n)
{
    if (holds(head, n < 1024 ? n : 1024, "%PDF-"))       /* readers take what stands before it */
        return "application/pdf";
    if (begins(head, n, "PK\x03\x04"))
        return of_zip(head, n);
    if (begins(head, n, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
        return "application/msword";
    if (begins(head, n, "{\\rtf"))
        return "application/rtf";
    if (n >= 8 && memcmp(head, "\x89PNG\r\n\x1A\n", 8) == 0)
        return "image/png";
    if (begins(head, n, "\xFF\xD8\xFF"))
        return "image/jpeg";
    if (begins(head, n, "GIF87a") || begins(head, n, "GIF89a"))
        return "image/gif";
    if (n >= 12 && begins(head, n, "RIFF") && memcmp(head + 8, "WEBP", 4) == 0)
        return "image/webp";
    return of_text(head, n);
}
