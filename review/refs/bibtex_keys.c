/* Keys of the entries that are written: each stands once in a file. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "bibtex.h"

enum { KEY = 80, SLOTS_FIRST = 1 << 10, SLOTS_MOST = 1 << 21 };

/* How often a key was wanted, by its hash. */
struct bib_key_count {
    uint64_t hash;
    uint32_t n;
};
typedef struct bib_key_count key_count;

static bool wider(bib_keys *w)
{
    size_t     room = w->room ? 2 * w->room : SLOTS_FIRST, i, at;
    key_count *keys = calloc(room, sizeof *keys);

    if (!keys)
        return false;
    for (i = 0; i < w->room; i++)
        if (w->keys[i].hash) {
            for (at = w->keys[i].hash & (room - 1); keys[at].hash; at = (at + 1) & (room - 1))
                ;
            keys[at] = w->keys[i];
        }
    free(w->keys);
    w->keys = keys;
    w->room = room;
    return true;
}

/* How often the key was wanted, this time included; 0 when no more can be counted. */
static uint32_t count_key(bib_keys *w, const char *key)
{
    uint64_t hash = rv_bib_hash(key, strlen(key));
    size_t   at;

    if (w->n >= w->room / 4 * 3 && (w->room >= SLOTS_MOST || !wider(w)))
        return 0;
    for (at = hash & (w->room - 1); w->keys[at].hash && w->keys[at].hash != hash; at = (at + 1) & (w->room - 1))
        ;
    w->n += !w->keys[at].hash;
    w->keys[at].hash = hash;
    return ++w->keys[at].n;
}

/* "a", "b", ... "z", "aa": behind the second and later entries that want a key. */
static void add_letters(rv_buf *key, uint32_t n)
{
    char   letters[8];
    size_t i = sizeof letters;

    for (; n > 0 && i > 0; n = (n - 1) / 26)
        letters[--i] = (char)('a' + (n - 1) % 26);
    rv_buf_add(key, letters + i, sizeof letters - i);
}

/* Letters and digits of a text without accents, up to `most`; `word` ends at the first blank behind one that says something. */
static void add_plain(bib_keys *w, rv_buf *key, const char *text, size_t most, bool word)
{
    static const char *const empty[] = { "a", "an", "the", "on", "of", "in", "and", "for", "der", "die", "das", "ein", "eine", "le", "la",
                                         "les", "un", "une", "el", "los", "il", "de", "zur", "zum" };
    const char *s, *end;
    size_t      i, n = strlen(text);

    rv_buf_clear(&w->fold);
    if (rv_utf8_fold(&w->fold, text, n < 300 ? n : 300 - (((unsigned char)text[300] & 0xC0) == 0x80 ? 4 : 0), NULL) != RV_OK)
        return;
    for (s = rv_buf_str(&w->fold); word && *s; s = *end ? end + 1 : end) {
        end = s + strcspn(s, " ");
        for (i = 0; i < sizeof empty / sizeof *empty; i++)
            if (strlen(empty[i]) == (size_t)(end - s) && memcmp(empty[i], s, (size_t)(end - s)) == 0)
                break;
        if (i == sizeof empty / sizeof *empty)
            break;
    }
    for (n = 0; *s && n < most && !(word && *s == ' '); s++)
        if ((*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9')) {
            rv_buf_char(key, *s);
            n++;
        }
}

static void make_key(bib_keys *w, const rv_record *record)
{
    rv_buf *key = &w->made;

    if (record->n_names > 0)
        add_plain(w, key, record->names[0].family, 24, false);
    if (record->date.year)
        rv_buf_printf(key, "%d", record->date.year);
    if (record->text[RV_REF_TITLE])
        add_plain(w, key, record->text[RV_REF_TITLE], 24, true);
    if (key->length == 0)
        rv_buf_text(key, "record");
}

static void shorten(rv_buf *buf, size_t length)
{
    buf->length = length;
    buf->data[length] = '\0';
}

/* The record's own key where it can stand in a file, else one made of author, year and title: "adams2019mentoring". Later ones that
   want the same get a letter behind it. */
const char *rv_bib_key_for(bib_keys *w, const rv_record *record, uint64_t number)
{
    const char *s = record->text[RV_REF_KEY];
    size_t      length;
    uint32_t    n;

    rv_buf_clear(&w->made);
    for (; s && *s && (w->made.length < KEY || ((unsigned char)*s & 0xC0) == 0x80); s++)
        rv_buf_char(&w->made, (unsigned char)*s <= ' ' || strchr(",{}\"#%~\\=()'", *s) ? '_' : *s);
    if (w->made.length == 0)
        make_key(w, record);
    if (w->made.failed)
        return "";
    length = w->made.length;
    n = count_key(w, w->made.data);
    while (n > 1) {
        add_letters(&w->made, n - 1);
        if (count_key(w, rv_buf_str(&w->made)) == 1)
            return rv_buf_str(&w->made);
        shorten(&w->made, length);
        n = count_key(w, w->made.data);
    }
    if (n == 0)                                         /* more keys than are counted */
        rv_buf_printf(&w->made, "-%llu", (unsigned long long)number);
    return rv_buf_str(&w->made);
}

void rv_bib_keys_free(bib_keys *w)
{
    free(w->keys);
    rv_buf_free(&w->fold);
    rv_buf_free(&w->made);
}
