/* Authors: folded family names with the first letters of the given ones, and how far two lists agree. */
#include <config.h>

#include <string.h>
#include <strings.h>

#include "dedup/entry.h"

enum { NAMES_MAX = 200 };

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

rv_status rv_names_read(rv_heap *heap, rv_entry *entry, const char *text, rv_error *err)
{
    rv_buf plain = RV_BUF_INIT;
    rv_name *names;
    size_t n = 0, most = 1;
    rv_status st = RV_OK;

    entry->names = NULL;
    entry->n_names = 0;
    if (!text)
        return RV_OK;
    rv_text_clean(&plain, text);
    if ((st = rv_buf_check(&plain, err)) != RV_OK)
        return st;
    text = rv_buf_str(&plain);
    for (const char *c = text; *c; c++)
        most += *c == ';';
    if (most > NAMES_MAX)
        most = NAMES_MAX;
    if (!(names = rv_heap_take(heap, most * sizeof *names)))
        st = rv_fail(err, RV_ENOMEM, "out of memory");
    while (st == RV_OK && *text && n < most) {
        size_t length = strcspn(text, ";"), from = 0, to = length;
        while (from < to && text[from] == ' ')
            from++;
        while (to > from && strchr(" ,", text[to - 1]))
            to--;
        if (to > from && (st = read_name(heap, &names[n], text + from, to - from, err)) == RV_OK) {
            if (others(&names[n]))
                entry->et_al = true;
            else if (*names[n].family)
                n++;
        }
        text += length + (text[length] == ';');
    }
    entry->names = names;
    entry->n_names = n;
    rv_buf_free(&plain);
    return st;
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

static bool same_name(const rv_name *a, const rv_name *b)
{
    if (strcmp(a->family, b->family) == 0 || share_word(a->family, b->family))
        return !a->initial || !b->initial || a->initial == b->initial;
    if (rv_words_slip(a->family, b->family))
        return a->initial && a->initial == b->initial;
    return turned(a, b) || turned(b, a);
}

rv_names_agreement rv_names_compare(const rv_entry *a, const rv_entry *b)
{
    rv_names_agreement out = { RV_FIELD_UNKNOWN, RV_FIELD_UNKNOWN, 0, false };
    const rv_entry *s = a->n_names <= b->n_names ? a : b, *l = s == a ? b : a;
    bool taken[NAMES_MAX] = { false };

    if (!s->n_names)
        return out;
    out.first = same_name(&a->names[0], &b->names[0]) ? RV_FIELD_AGREES : RV_FIELD_DIFFERS;
    for (size_t i = 0; i < s->n_names; i++)
        for (size_t j = 0; j < l->n_names; j++)
            if (!taken[j] && same_name(&s->names[i], &l->names[j])) {
                taken[j] = true;
                out.shared++;
                break;
            }
    out.whole = out.shared == l->n_names;
    if (3 * out.shared >= 2 * s->n_names)
        out.lists = RV_FIELD_AGREES;
    else if (out.shared == 0 || 3 * out.shared < s->n_names)
        out.lists = RV_FIELD_DIFFERS;
    return out;
}
