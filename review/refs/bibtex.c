/* BibTeX and BibLaTeX, as BibTeX itself, JabRef, Zotero, Mendeley, BibDesk and the databases write them.

   An entry may take fields from another (crossref, xdata), which usually stands behind it. So an entry whose parent was not seen
   is held, and all behind it with it, for records come in the order of the file: until the parent is there, or more than HELD bytes
   are held, or the file ends; then it goes without. Parents stay known for the next PAST bytes of such entries. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "bibtex.h"
#include "bibtex_tables.h"

enum { DEEP = 100, HELD = 4 << 20, PAST = 2 << 20, PAST_SLOTS = 1 << 12, PARENT_LIMIT = 1 << 16,
       CREDIT_START = 1 << 16, CREDIT_MOST = 4 << 20, CREDIT_RATE = 16 };

/* An entry kept; its text stands in some buffer from `at` on. */
typedef struct {
    bib_entry entry;
    size_t    at;
} kept;

/* Entries that wait, oldest first. */
typedef struct {
    kept  *entries;
    size_t first, n, room;
    char  *text;
    size_t used, room_text;
    uint64_t wants;              /* the hash of the key for which the first one waits */
} queue;

/* Parents that were met: the newest, in a ring. */
typedef struct {
    struct { uint64_t hash, at; bib_entry entry; } *slots;
    char    *text;
    uint64_t written;
} past;

typedef struct {
    rv_reading *reading;
    bib_window *window;
    bib_parser  parser;
    rv_tex      tex;
    queue       held;
    past        past;
    bib_keys    keys;
} bib_file;

static rv_status no_memory(const bib_file *file, rv_error *err)
{
    return rv_fail(err, RV_ENOMEM, "out of memory reading %s", file->reading->name);
}

/* True for a type that entries of other types take fields from. */
static bool is_parent(const bib_entry *entry)
{
    const bib_type *type = rv_bib_type(entry->text + entry->name, entry->n_name);

    return type && (type->shape == BS_BOOK || strcmp(type->name, "xdata") == 0);
}

/* ---- Parents ---------------------------------------------------------------------------------------------------------- */

static rv_status remember(bib_file *file, const bib_entry *entry, uint64_t hash, rv_error *err)
{
    past  *p = &file->past;
    size_t at = p->written % PAST, slot = hash % PAST_SLOTS;

    if (entry->n > PARENT_LIMIT)
        return RV_OK;
    if (!p->slots && !((p->slots = calloc(PAST_SLOTS, sizeof *p->slots)) && (p->text = malloc(PAST))))
        return no_memory(file, err);
    if (at + entry->n > PAST) {                         /* texts do not go around the end */
        p->written += PAST - at;
        at = 0;
    }
    memcpy(p->text + at, entry->text, entry->n);
    p->slots[slot].hash = hash;
    p->slots[slot].at = p->written;
    p->slots[slot].entry = *entry;
    p->written += entry->n;
    return RV_OK;
}

/* False when it was not met, or is overwritten. */
static bool recall(const bib_file *file, uint64_t hash, bib_entry *entry)
{
    const past *p = &file->past;
    size_t      slot = hash % PAST_SLOTS;

    if (!p->slots || p->slots[slot].hash != hash || p->written - p->slots[slot].at > PAST)
        return false;
    *entry = p->slots[slot].entry;
    entry->text = p->text + p->slots[slot].at % PAST;
    return true;
}

/* The next key of a list ("a, b"). */
static bool next_key(const char **list, uint64_t *hash)
{
    const char *s = *list + strspn(*list, " ,{}\t\n\r");
    size_t      n = strcspn(s, ",{}\t\n\r");

    *list = s + n;
    while (n > 0 && s[n - 1] == ' ')
        n--;
    *hash = rv_bib_hash(s, n);
    return n > 0;
}

/* The first key of a list that is not known, 0 when all are. */
static uint64_t missing_of(const bib_file *file, const char *list)
{
    bib_entry unused;
    uint64_t  hash;
    int       n;

    for (n = 0; list && n < BIB_CHAIN && next_key(&list, &hash); n++)
        if (!recall(file, hash, &unused))
            return hash;
    return 0;
}

/* Adds the fields of the entries that a list names to the tags; a small file that names large ones often gets only some. */
static rv_status add_parents(bib_file *file, const char *list, int at_most, rv_error *err)
{
    bib_entry entry;
    uint64_t  hash;
    rv_status st = RV_OK;

    for (; st == RV_OK && list && at_most > 0 && next_key(&list, &hash); at_most--)
        if (recall(file, hash, &entry) && entry.n <= file->parser.credit) {
            file->parser.credit -= entry.n;
            st = rv_bib_fields(&file->parser, &entry, true, err);
        }
    return st;
}

/* Fields of xdata, then those of the entry's crossref, and of that one's; a circle ends where it begins again. */
static rv_status take_from_parents(bib_file *file, bib_extent *extent, rv_error *err)
{
    rv_reading *reading = file->reading;
    const char *crossref, *list;
    uint64_t    met[BIB_CHAIN], hash;
    size_t      from = 0, i;
    rv_status   st;

    extent->own = reading->n_tags;
    st = add_parents(file, rv_bib_xdata(reading, 0, extent->own), BIB_CHAIN, err);
    extent->crossref[0] = reading->n_tags;
    for (extent->n = 0; st == RV_OK && extent->n < BIB_CHAIN && (crossref = rv_bib_crossref(reading, from, reading->n_tags));) {
        list = crossref;
        next_key(&list, &hash);
        for (i = 0; i < extent->n && met[i] != hash; i++)
            ;
        if (i < extent->n)
            break;
        met[extent->n] = hash;
        from = reading->n_tags;
        st = add_parents(file, crossref, 1, err);
        extent->crossref[++extent->n] = reading->n_tags;
    }
    return st;
}

/* ---- What is odd ------------------------------------------------------------------------------------------------------ */

static void tell_about_entry(bib_file *file, const bib_entry *entry)
{
    rv_reading         *reading = file->reading;
    const bib_oddities *odd = &file->parser.odd;
    size_t              record = reading->record.number;

    if (entry->bad_utf8)
        rv_reading_problem(reading, "bad-utf8", entry->bad_utf8, record,
                           "bytes that are not %s; read as Windows-1252, or replaced by U+FFFD",
                           rv_bib_window_charset(file->window));
    if (entry->control)
        rv_reading_problem(reading, "control-characters", entry->control, record, "control characters; left out of the fields");
    if (entry->mojibake)
        rv_reading_problem(reading, "suspected-mojibake", entry->mojibake, record,
                           "text that looks like UTF-8 read as Windows-1252; kept as found");
    if (entry->deep > DEEP)
        rv_reading_problem(reading, "depth", entry->line, record, "braces are nested %zu deep", entry->deep);
    if (entry->ragged)
        rv_reading_problem(reading, "bib-unbalanced", entry->line, record,
                           "the entry has a closing brace too many; it is passed over");
    if (odd->line[BIB_QUOTE])
        rv_reading_problem(reading, "bib-unbalanced", odd->line[BIB_QUOTE], record,
                           "a quotation mark has no end; its value ends with the line: %s", odd->what[BIB_QUOTE]);
    if (odd->line[BIB_UNDEFINED])
        rv_reading_problem(reading, "bib-string", odd->line[BIB_UNDEFINED], record,
                           "'%s' is not defined; the name itself is taken", odd->what[BIB_UNDEFINED]);
    if (odd->line[BIB_TOO_LONG])
        rv_reading_problem(reading, "bib-string", odd->line[BIB_TOO_LONG], record, "what '%s' stands for is too long",
                           odd->what[BIB_TOO_LONG]);
    if (odd->line[BIB_SEPARATOR])
        rv_reading_problem(reading, "missing-separator", odd->line[BIB_SEPARATOR], record, "a comma or = is missing at '%s'",
                           odd->what[BIB_SEPARATOR]);
}

static void tell_about_end(bib_file *file, const bib_entry *entry, size_t record)
{
    const bib_oddities *odd = &file->parser.odd;
    const char         *where = odd->line[BIB_BROKEN] ? odd->what[BIB_BROKEN] : "the entry";
    const char         *fate = record ? "the fields before are read" : "the entry is not read";

    if (rv_bib_is(entry, "comment"))
        rv_reading_problem(file->reading, "bib-unbalanced", entry->line, 0, 
                           "a comment has no end; what stands in it is read");
    else if (entry->cut)
        rv_reading_problem(file->reading, "record-incomplete", entry->line, record,
                           "the file ends within %s, where a brace is open (bib-unbalanced); %s", where, fate);
    else if (entry->endless)
        rv_reading_problem(file->reading, "record-incomplete", entry->line, record,
                           "the entry is longer than %zu bytes, within %s; %s", entry->n, where, fate);
    else
        rv_reading_problem(file->reading, "bib-unbalanced", entry->line, record,
                           "a brace is open in %s where the next entry begins; %s", where, fate);
}

static void tell_about_key(bib_file *file, const bib_entry *entry)
{
    const char *key;
    size_t      n;

    rv_bib_key(entry, &key, &n);
    if (n > 0 && rv_bib_key_count(&file->keys, key, n) > 1)
        rv_reading_problem(file->reading, "duplicate-key", entry->line, file->reading->record.number,
                           "another entry before has the key '%.*s'", (int)(n < 60 ? n : 60), key);
}

/* ---- Records ---------------------------------------------------------------------------------------------------------- */

static bool has_title(const rv_reading *reading)
{
    return reading->record.text[RV_REF_TITLE] != NULL;
}

/* `*wants` becomes the key for which the entry has to wait, when `wait` is true; then it is no record yet. */
static rv_status make_record(bib_file *file, const bib_entry *entry, bool wait, uint64_t *wants, rv_error *err)
{
    rv_reading *reading = file->reading;
    bib_extent  extent;
    rv_status   st;

    *wants = 0;
    rv_reading_begin(reading, entry->offset, entry->line);
    if ((st = rv_bib_fields(&file->parser, entry, false, err)) != RV_OK)
        return st;
    if ((*wants = missing_of(file, rv_bib_xdata(reading, 0, reading->n_tags))) == 0)
        *wants = missing_of(file, rv_bib_crossref(reading, 0, reading->n_tags));
    if (*wants && wait)
        return RV_OK;
    if ((st = take_from_parents(file, &extent, err)) != RV_OK
        || (st = rv_bib_assemble(reading, &file->tex, &extent, err)) != RV_OK)
        return st;
    reading->n_tags = extent.own;
    if (!entry->whole)
        tell_about_end(file, entry, has_title(reading) ? reading->record.number : 0);
    if (!entry->whole && !has_title(reading))
        return RV_OK;
    tell_about_entry(file, entry);
    tell_about_key(file, entry);
    if (*wants)
        rv_reading_problem(reading, "bib-crossref", entry->line, reading->record.number,
                           "the entry that crossref or xdata names is not in the file, or far from this one");
    return rv_reading_record(reading, entry->end, err);
}

static rv_status hold(bib_file *file, const bib_entry *entry, rv_error *err)
{
    queue *q = &file->held;

    if (q->first > 0 && q->first == q->n)
        q->first = q->n = q->used = 0;
    if (q->n == q->room) {
        kept *entries = realloc(q->entries, (2 * q->room + 64) * sizeof *entries);

        if (!entries)
            return no_memory(file, err);
        q->entries = entries;
        q->room = 2 * q->room + 64;
    }
    if (q->used + entry->n > q->room_text) {
        char *text = realloc(q->text, 2 * (q->used + entry->n));

        if (!text)
            return no_memory(file, err);
        q->text = text;
        q->room_text = 2 * (q->used + entry->n);
    }
    memcpy(q->text + q->used, entry->text, entry->n);
    q->entries[q->n].entry = *entry;
    q->entries[q->n++].at = q->used;
    q->used += entry->n;
    return RV_OK;
}

/* Those that went make room once they are more than those that wait. */
static void tidy(queue *q)
{
    size_t i, from;

    if (q->first == 0 || (q->first < q->n && q->entries[q->first].at < q->used / 2))
        return;
    from = q->first < q->n ? q->entries[q->first].at : q->used;
    memmove(q->text, q->text + from, q->used - from);
    memmove(q->entries, q->entries + q->first, (q->n - q->first) * sizeof *q->entries);
    q->used -= from;
    q->n -= q->first;
    q->first = 0;
    for (i = 0; i < q->n; i++)
        q->entries[i].at -= from;
}

/* Makes records of those that need wait no longer; with `force` of the first one in any case, with `all` of every one. */
static rv_status release(bib_file *file, bool force, bool all, rv_error *err)
{
    queue    *q = &file->held;
    rv_status st = RV_OK;

    for (q->wants = 0; st == RV_OK && !q->wants && q->first < q->n; force = false) {
        kept *next = &q->entries[q->first];

        next->entry.text = q->text + next->at;
        st = make_record(file, &next->entry, !force && !all, &q->wants, err);
        if (force || all || !q->wants) {
            q->wants = 0;
            q->first++;
        }
    }
    tidy(q);
    return st;
}

static size_t waiting(const queue *q)
{
    return q->first < q->n ? q->used - q->entries[q->first].at + (q->n - q->first) * sizeof *q->entries : 0;
}

static rv_status take_record(bib_file *file, const bib_entry *entry, rv_error *err)
{
    queue      *q = &file->held;
    const char *key;
    size_t      n;
    uint64_t    hash, wants = 0;
    rv_status   st = RV_OK;

    rv_bib_key(entry, &key, &n);
    hash = rv_bib_hash(key, n);
    if (n > 0 && (is_parent(entry) || (q->first < q->n && q->wants == hash)))
        st = remember(file, entry, hash, err);
    if (st != RV_OK || rv_bib_is(entry, "xdata")) {
        if (st == RV_OK && q->first < q->n && q->wants == hash)
            st = release(file, false, false, err);
        return st;
    }
    if (q->first == q->n) {
        if ((st = make_record(file, entry, true, &wants, err)) == RV_OK && wants) {
            q->wants = wants;
            st = hold(file, entry, err);
        }
        return st;
    }
    if ((st = hold(file, entry, err)) == RV_OK && q->wants == hash)
        st = release(file, false, false, err);
    while (st == RV_OK && waiting(q) > HELD)
        st = release(file, true, false, err);
    return st;
}

static rv_status take_entry(bib_file *file, const bib_entry *entry, rv_error *err)
{
    rv_status st;

    file->parser.credit += CREDIT_RATE * (uint64_t)entry->n;
    if (file->parser.credit > CREDIT_MOST)
        file->parser.credit = CREDIT_MOST;
    if (rv_bib_is(entry, "comment") || rv_bib_is(entry, "preamble") || rv_bib_is(entry, "string")) {
        file->parser.odd = (bib_oddities){ { 0 }, { "" } };
        file->reading->record.number = 0;
        if (rv_bib_is(entry, "string") && (st = rv_bib_define(&file->parser, entry, err)) != RV_OK)
            return st;
        tell_about_entry(file, entry);
        if (!entry->whole)
            tell_about_end(file, entry, 0);
        return RV_OK;
    }
    return take_record(file, entry, err);
}

static rv_status read_bibtex(rv_reading *reading, rv_raw *raw, const char *charset, rv_error *err)
{
    bib_file  file = { .reading = reading, .tex = { .reading = reading },
                       .parser = { .reading = reading, .credit = CREDIT_START } };
    bib_entry entry;
    bool      more = true;
    rv_status st = rv_bib_window_open(&file.window, raw, reading->name, charset, err);

    while (st == RV_OK && (st = rv_bib_window_next(file.window, &entry, &more, err)) == RV_OK && more)
        st = take_entry(&file, &entry, err);
    if (st == RV_OK)
        st = release(&file, true, true, err);
    rv_bib_window_close(file.window);
    rv_bib_parser_free(&file.parser);
    rv_tex_free(&file.tex);
    free(file.held.entries);
    free(file.held.text);
    free(file.past.slots);
    free(file.past.text);
    rv_bib_keys_free(&file.keys);
    return st;
}

/* ---- Is it BibTeX? ---------------------------------------------------------------------------------------------------- */

/* A line begins an entry of a type that exists, or one with a key and a comma. A formula, @SUM(1+1)*2, ends before any comma. */
static bool detect_bibtex(const char *text, size_t n)
{
    const char *s = text, *end = text + n, *p;
    size_t      name, length, open;

    while ((s = memchr(s, '@', (size_t)(end - s)))) {
        for (p = s; p > text && (p[-1] == ' ' || p[-1] == '\t'); p--)
            ;
        if ((p == text || p[-1] == '\n' || p[-1] == '\r') && rv_bib_head(s, (size_t)(end - s), &name, &length, &open)) {
            if (rv_bib_type(s + name, length) || (length == 6 && memcmp(s + name, "string", 6) == 0))
                return true;
            for (p = s + open + 1; p < end && !strchr(s[open] == '(' ? ",\n{}\"=)" : ",\n{}\"=", *p); p++)
                ;
            if (p < end && *p == ',' && p > s + open + 1)
                return true;
        }
        s++;
    }
    return false;
}

const rv_refs_format rv_format_bibtex = { detect_bibtex, read_bibtex };
