/* Keys of entries, by their hashes: in a file read, a second one of the same is noticed; in a file written, each stands once. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "bibtex.h"

enum { KEY = 200, SLOTS_FIRST = 1 << 10, SLOTS_MOST = 1 << 20, PROBES = 64 };

/* How often a key was wanted, by its hash. */
struct bib_key_count {
    uint64_t hash;
    uint32_t n;
};
typedef struct bib_key_count key_count;

/* The slot of a hash, or a free one; NULL when there is none near where it belongs. */
static key_count *slot_for(key_count *keys, size_t room, uint64_t hash)
{
    size_t i;

    for (i = 0; i < PROBES; i++) {
        key_count *slot = &keys[(hash + i) & (room - 1)];

        if (!slot->hash || slot->hash == hash)
            return slot;
    }
    return NULL;
}

static bool wider(bib_keys *w)
{
    size_t     room = w->room ? 2 * w->room : SLOTS_FIRST, i;
    key_count *keys = calloc(room, sizeof *keys), *slot;

    if (!keys)
        return false;
    for (i = 0, w->n = 0; i < w->room; i++)
        if (w->keys[i].hash && (slot = slot_for(keys, room, w->keys[i].hash))) {
            *slot = w->keys[i];
            w->n++;
        }
    free(w->keys);
    w->keys = keys;
    w->room = room;
    return true;
}

uint32_t rv_bib_key_count(bib_keys *w, const char *key, size_t n)
{
    uint64_t   hash = rv_bib_hash(key, n);
    key_count *slot;

    if (w->n >= w->room / 4 * 3 && (w->room >= SLOTS_MOST || !wider(w)))
        return 0;
    if (!(slot = slot_for(w->keys, w->room, hash)))
        return 0;
    w->n += !slot->hash;
    slot->hash = hash;
    return ++slot->n;
}

static uint32_t count_made(bib_keys *w)
{
    return rv_bib_key_count(w, rv_buf_str(&w->made), w->made.length);
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

/* Letters and digits of a text without accents, up to `most`; with `word` those of the first word that says something. */
static void add_plain(bib_keys *w, rv_buf *key, const char *text, size_t most, bool word)
{
    static const char *const empty[] = { "a", "an", "the", "on", "of", "in", "and", "for", "der", "die", "das", "ein", "eine",
                                         "le", "la", "les", "un", "une", "el", "los", "il", "de", "zur", "zum" };
    const char *s, *end;
    size_t      i, n = strnlen(text, 300);

    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    rv_buf_clear(&w->fold);
    if (rv_utf8_fold(&w->fold, text, n, NULL) != RV_OK)
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
        rv_buf_char(&w->made, (unsigned char)*s <= ' ' || strchr(",{}\"#%~\\=", *s) ? '_' : *s);
    if (w->made.length == 0)
        make_key(w, record);
    if (w->made.failed)
        return "";
    length = w->made.length;
    n = count_made(w);
    while (n > 1) {
        add_letters(&w->made, n - 1);
        if (count_made(w) == 1)
            return rv_buf_str(&w->made);
        shorten(&w->made, length);
        n = count_made(w);
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
