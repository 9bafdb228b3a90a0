/* Authors: folded family names with the first letters of the given ones, and how far two lists agree. */
#include <config.h>

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "dedup/entry.h"

enum { NAMES_MAX = 200, LOOKED_AT = 2000 };

/* "Lewis G. F.", "Smith JA", "JA Smith" without a comma: the part that is initials is not the family name. */
static bool initials(const char *word, size_t n)
{
    size_t letters = 0;

    for (size_t i = 0; i < n; i++) {
        if (word[i] >= 'A' && word[i] <= 'Z')
            letters++;
        else if (word[i] != '.' && word[i] != '-')
            return false;
    }
    return letters > 0 && (letters <= 3 || memchr(word, '.', n) != NULL);
}

/* Splits a name without a comma into family and given names, as ranges of it. */
static void split_plain(const char *name, size_t n, size_t *family_from, size_t *family_n, size_t *given_from, size_t *given_n)
{
    size_t last = n, first = 0;

    while (last && name[last - 1] != ' ')
        last--;
    while (first < n && name[first] != ' ')
        first++;
    *family_from = 0;
    *family_n = n;
    *given_from = n;
    *given_n = 0;
    if (last == 0)
        return;
    if (initials(name + last, n - last) && !initials(name, first)) {
        size_t from = last;                       /* "Lewis G. F.": every group of initials at the end is given names */
        while (from) {
            size_t prev = from - 1;
            while (prev && name[prev - 1] != ' ')
                prev--;
            if (prev == 0 || !initials(name + prev, from - 1 - prev))
                break;
            from = prev;
        }
        *family_n = from - 1;
        *given_from = from;
        *given_n = n - from;
    } else {                                      /* "Jon A. Smith" */
        *family_from = last;
        *family_n = n - last;
        *given_from = 0;
        *given_n = last - 1;
    }
}

/* "R. E.", "r.e.", "JA": nothing but initials, in any case. */
static bool only_initials(const char *text, size_t n)
{
    size_t letters = 0, run = 0;
    bool lower = false;

    for (size_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (isalpha(c)) {
            letters++;
            run++;
            lower |= islower(c) != 0;
            if (run > (lower ? 1u : 3u))
                return false;
        } else if (c == '.' || c == '-' || c == ' ') {
            run = 0;
        } else {
            return false;
        }
    }
    return letters > 0 && letters <= 4;
}

/* With which letters words begin; all that are not Latin share one bit. */
static uint32_t letters_of(const char *words)
{
    uint32_t letters = 0;

    for (const char *w = words; *w; w++)
        if (w == words || w[-1] == ' ')
            letters |= UINT32_C(1) << (*w >= 'a' && *w <= 'z' ? *w - 'a' : 26);
    return letters;
}

static rv_status read_name(rv_heap *heap, rv_name *out, const char *name, size_t n, rv_error *err)
{
    const char *comma = memchr(name, ',', n);
    size_t ff = 0, fn = n, gf = n, gn = 0;
    rv_buf family = RV_BUF_INIT, given = RV_BUF_INIT;
    rv_status st;

    if (comma && strncasecmp(comma + 1, " null", (size_t)(name + n - comma - 1)) == 0 && name + n > comma + 2) {
        n = (size_t)(comma - name);               /* "Si Hyun Kang, null", as some exports have it */
        comma = NULL;
    }
    if (comma) {
        fn = (size_t)(comma - name);
        gf = fn + 1;
        gn = n - gf;
    } else {
        split_plain(name, n, &ff, &fn, &gf, &gn);
    }
    if ((st = rv_utf8_fold(&family, name + ff, fn, err)) == RV_OK && (st = rv_utf8_fold(&given, name + gf, gn, err)) == RV_OK) {
        out->family = rv_heap_text(heap, rv_buf_str(&family), family.length);
        out->given = rv_heap_text(heap, rv_buf_str(&given), given.length);
        out->initial = rv_buf_str(&given)[0];
        out->hash = (uint32_t)rv_hash(rv_buf_str(&family), family.length);
        out->letters = letters_of(rv_buf_str(&family)) | letters_of(rv_buf_str(&given));
        if (!out->family || !out->given)
            st = rv_fail(err, RV_ENOMEM, "out of memory");
    }
    rv_buf_free(&family);
    rv_buf_free(&given);
    return st;
}

static bool others(const rv_name *name)
{
    return strcmp(name->family, "et al") == 0 || strcmp(name->family, "al") == 0 || strcmp(name->family, "others") == 0
           || strcmp(name->family, "and colleagues") == 0 || strcmp(name->family, "colleagues") == 0;
}

/* People of one list being read. */
typedef struct {
    rv_heap  *heap;
    rv_name   names[NAMES_MAX];
    size_t    n;
} people;

static rv_status add_name(people *to, const char *name, size_t n, rv_error *err)
{
    rv_status st;

    while (n && strchr(" ,.", *name))
        name++, n--;
    while (n && strchr(" ,", name[n - 1]))
        n--;
    if (!n || to->n == NAMES_MAX)
        return RV_OK;
    if ((st = read_name(to->heap, &to->names[to->n], name, n, err)) != RV_OK)
        return st;
    if (!others(&to->names[to->n]) && *to->names[to->n].family && strcmp(to->names[to->n].family, "unknown") != 0 && strcmp(to->names[to->n].family, "anonymous") != 0)
        to->n++;
    return RV_OK;
}

/* The length of " and ", "&" or ", and" at `text`, or 0. */
static size_t conjunction(const char *text, size_t n)
{
    if (n > 5 && strncmp(text, " and ", 5) == 0)
        return 5;
    return n > 1 && *text == '&' ? 1 : 0;
}

static size_t commas_in(const char *text, size_t n)
{
    size_t commas = 0;

    for (size_t i = 0; i < n; i++)
        commas += text[i] == ',';
    return commas;
}

/* "A. Blum, M. Furst, and R. Lipton", "Blum, A., Furst, M. & Lipton, R.": several people in one text, cut at conjunctions and commas;
   a part that is only initials belongs to the family name before it. */
static rv_status add_several(people *to, const char *text, size_t n, rv_error *err)
{
    char pending[256];
    size_t held = 0;
    rv_status st = RV_OK;

    for (size_t from = 0; from < n && st == RV_OK; ) {
        size_t to_ = from, skip = 1, start = from, length;
        while (to_ < n && text[to_] != ',' && !(skip = conjunction(text + to_, n - to_)))
            to_++;
        skip = to_ < n && text[to_] == ',' ? 1 : skip;
        while (start < to_ && text[start] == ' ')
            start++;
        if (to_ - start > 4 && strncmp(text + start, "and ", 4) == 0)
            start += 4;
        length = to_ - start;
        from = to_ + (skip ? skip : 1);
        if (!length)
            continue;
        if (held && only_initials(text + start, length) && held + 2 + length < sizeof pending) {
            memcpy(pending + held, ", ", 2);
            memcpy(pending + held + 2, text + start, length);
            st = add_name(to, pending, held + 2 + length, err);
            held = 0;
            continue;
        }
        if (held)
            st = add_name(to, pending, held, err);
        held = length < sizeof pending ? length : sizeof pending - 1;
        memcpy(pending, text + start, held);
    }
    return held && st == RV_OK ? add_name(to, pending, held, err) : st;
}

/* One name of the list, or several that were put into one. */
static rv_status add_listed(people *to, const char *text, size_t n, rv_error *err)
{
    size_t joined = 0;

    for (size_t i = 0; i < n; i++)
        joined += conjunction(text + i, n - i) != 0;
    return joined || commas_in(text, n) > 2 ? add_several(to, text, n, err) : add_name(to, text, n, err);
}

rv_status rv_names_read(rv_heap *heap, rv_entry *entry, const char *text, rv_error *err)
{
    rv_buf plain = RV_BUF_INIT;
    people list = { .heap = heap };
    rv_name *names;
    rv_status st = RV_OK;

    entry->names = NULL;
    entry->n_names = 0;
    if (!text)
        return RV_OK;
    rv_text_clean(&plain, text);
    if ((st = rv_buf_check(&plain, err)) != RV_OK)
        return st;
    for (text = rv_buf_str(&plain); st == RV_OK && *text; ) {
        const size_t n = strcspn(text, ";");
        st = add_listed(&list, text, n, err);
        text += n + (text[n] == ';');
    }
    rv_buf_free(&plain);
    if (st != RV_OK || !list.n)
        return st;
    if (!(names = rv_heap_take(heap, list.n * sizeof *names)))
        return rv_fail(err, RV_ENOMEM, "out of memory");
    memcpy(names, list.names, list.n * sizeof *names);
    entry->names = names;
    entry->n_names = list.n;
    return RV_OK;
}

/* A word of three letters or more that both family names hold: "garcia lopez" and "garcia", "goicoechea de" and "de goicoechea". */
static bool share_word(const char *a, const char *b)
{
    static const char *const particles[] = { "van", "von", "der", "den", "del", "dos", "das", "bin", "ibn", "ter", "ten", "the", "for" };

    for (const char *w = a; *w;) {
        const size_t n = strcspn(w, " ");
        bool particle = n < 3;
        for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
            particle |= n == 3 && strncmp(w, particles[i], 3) == 0;
        for (const char *v = b; !particle && *v;) {
            const size_t m = strcspn(v, " ");
            if (n == m && strncmp(w, v, n) == 0)
                return true;
            v += m + (v[m] == ' ');
        }
        w += n + (w[n] == ' ');
    }
    return false;
}

/* Family and given names the other way round, as with East Asian names: "Kang, Si Hyun" and "Si Hyun, Kang". */
static bool turned(const rv_name *a, const rv_name *b)
{
    return strlen(b->given) > 2 && strcmp(a->family, b->given) == 0 && (!a->initial || a->initial == b->family[0]);
}

/* "Yannis" and "J. Yannis": known by a later given name. */
static bool an_initial_of(char initial, const char *given)
{
    for (const char *word = given; *word; word += strcspn(word, " ") + (word[strcspn(word, " ")] == ' '))
        if (*word == initial)
            return true;
    return false;
}

static size_t word_at(const char *text)
{
    return strcspn(text, " ");
}

static bool has_word(const char *text, const char *word, size_t n)
{
    for (; *text; text += word_at(text) + (text[word_at(text)] == ' '))
        if (word_at(text) == n && strncmp(text, word, n) == 0)
            return true;
    return false;
}

/* "de Ven, Van" and "Van de Ven, Andrew": every word of one stands in the other, in whatever part of the name. */
static bool within_name(const rv_name *a, const rv_name *b)
{
    const char *const parts[] = { a->family, a->given };
    bool real = false;

    for (size_t i = 0; i < 2; i++)
        for (const char *w = parts[i]; *w; w += word_at(w) + (w[word_at(w)] == ' ')) {
            const size_t n = word_at(w);
            if (n < 2 || (!has_word(b->family, w, n) && !has_word(b->given, w, n)))
                return false;
            real |= n > 2;
        }
    return real;
}

enum { WHOLE = 96 };

static size_t run_together(const rv_name *name, char to[WHOLE])
{
    const char *const parts[] = { name->family, name->given };
    size_t n = 0;

    for (size_t i = 0; i < 2; i++)
        for (const char *c = parts[i]; *c && n < WHOLE - 1; c++)
            if (*c != ' ')
                to[n++] = *c;
    to[n] = '\0';
    return n;
}

/* "Cleanane zS." and "Cleananez, S.", "Fuga, TC" and "Fugan T.C.": cut in the wrong place, or one letter off. */
static bool run_alike(const rv_name *a, const rv_name *b)
{
    char x[WHOLE], y[WHOLE];
    size_t n, m, least;

    if (*a->family != *b->family)
        return false;
    n = run_together(a, x);
    m = run_together(b, y);
    least = n < m ? n : m;
    if ((!a->initial || !b->initial) && n + m - 2 * least > 2)      /* "CouslioZ." may be "Couslio, Z."; "Johnson" is not "Johnsonbaugh" */
        return false;
    return least >= 6 && (strncmp(x, y, least) == 0 || rv_words_slip(x, y));
}

static bool spelled_alike(const rv_name *a, const rv_name *b)
{
    return a->hash == b->hash && a->initial == b->initial && strcmp(a->family, b->family) == 0;
}

static bool same_name(const rv_name *a, const rv_name *b)
{
    if (spelled_alike(a, b))
        return true;
    if (!(a->letters & b->letters))
        return false;
    if ((strcmp(a->family, b->family) == 0 || share_word(a->family, b->family))
        && (!a->initial || !b->initial || a->initial == b->initial || an_initial_of(a->initial, b->given) || an_initial_of(b->initial, a->given)))
        return true;
    if (a->initial && a->initial == b->initial && rv_words_slip(a->family, b->family))
        return true;
    return run_alike(a, b) || turned(a, b) || turned(b, a) || (a->given[0] && b->given[0] && (within_name(a, b) || within_name(b, a)));
}

/* How many names of the shorter list stand in the longer: those spelled alike first, then those in other dress. Of long lists only so
   many are looked at twice, so that two lists of hundreds cost little. */
static size_t shared_names(const rv_entry *s, const rv_entry *l)
{
    bool here[NAMES_MAX] = { false }, taken[NAMES_MAX] = { false };
    size_t shared = 0, tried = 0;

    for (size_t i = 0; i < s->n_names; i++)
        for (size_t j = 0; j < l->n_names && !here[i]; j++)
            if (!taken[j] && spelled_alike(&s->names[i], &l->names[j])) {
                here[i] = taken[j] = true;
                shared++;
            }
    for (size_t i = 0; i < s->n_names && tried < LOOKED_AT; i++)
        for (size_t j = 0; j < l->n_names && !here[i]; j++)
            if (!taken[j] && tried++ < LOOKED_AT && same_name(&s->names[i], &l->names[j])) {
                here[i] = taken[j] = true;
                shared++;
            }
    return shared;
}

rv_names_agreement rv_names_compare(const rv_entry *a, const rv_entry *b)
{
    rv_names_agreement out = { RV_FIELD_UNKNOWN, RV_FIELD_UNKNOWN, 0, false };
    const rv_entry *s = a->n_names <= b->n_names ? a : b, *l = s == a ? b : a;

    if (!s->n_names)
        return out;
    out.first = same_name(&a->names[0], &b->names[0]) ? RV_FIELD_AGREES : RV_FIELD_DIFFERS;
    out.shared = shared_names(s, l);
    out.whole = out.shared == l->n_names;
    if (3 * out.shared >= 2 * s->n_names)
        out.lists = RV_FIELD_AGREES;
    else if (out.shared == 0 || 3 * out.shared < s->n_names)
        out.lists = RV_FIELD_DIFFERS;
    return out;
}
