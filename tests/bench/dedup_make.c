/* Writes references as several databases would have them, with known duplicates, for timing.  dedup-make RECORDS [SEED] >FILE.ris
   A work is made anew from its number wherever it is needed, so that memory does not grow. The id of each record, "w12.3", says of which
   work it is. Words, surnames and journals are as unevenly common as real ones, so that what shares a key is as much as in real exports. */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 9000, SURNAMES = 30000, JOURNALS = 2500, MOST_AUTHORS = 8, LONG = 400 };

static uint64_t state;

static uint32_t next(void)
{
    uint64_t x = state += UINT64_C(0x9E3779B97F4A7C15);

    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)(x >> 33);
}

static unsigned below(unsigned n) { return next() % n; }
static int chance(unsigned percent) { return below(100) < percent; }
/* The first of a list are far commoner than the last. */
static unsigned common(unsigned n) { return (unsigned)(n * pow(next() / 2147483648.0, 2.4)); }

/* The nth word of a language of our own; the same number is always the same word. */
static void word(char *out, unsigned n, unsigned salt)
{
    static const char *const begin[] = { "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "tr", "st", "ch", "pr", "gr" };
    static const char *const middle[] = { "a", "e", "i", "o", "u", "ai", "ea", "io" };
    uint64_t x = (n + 1) * UINT64_C(0x9E3779B97F4A7C15) ^ salt * UINT64_C(0xD1B54A32D192ED03);
    const int syllables = 2 + (int)(x >> 60) % 3;

    *out = '\0';
    for (int i = 0; i < syllables; i++) {
        x = (x ^ x >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
        strcat(out, begin[(x >> 40) % 18]);
        strcat(out, middle[(x >> 50) % 8]);
    }
    if (x >> 63)
        strcat(out, "n");
}

typedef struct {
    char     title[LONG], subtitle[LONG / 2], journal[120], surname[MOST_AUTHORS][24], given[MOST_AUTHORS][24];
    int      authors, year, volume, issue, page, pages;
    unsigned number, abstract;
    int      copies;
} work;

static void make_title(char *out, int n)
{
    static const char *const small[] = { "of", "and", "in", "the", "for", "among", "on", "with" };
    char w[40];

    *out = '\0';
    for (int i = 0; i < n; i++) {
        if (i && i < n - 1 && chance(30))
            strcpy(w, small[below(8)]);
        else
            word(w, common(WORDS), 1);
        if (i)
            strcat(out, " ");
        strcat(out, w);
    }
    *out = (char)toupper((unsigned char)*out);
}

static void make_work(work *w, unsigned number, unsigned seed)
{
    char part[40];
    unsigned journal;

    state = (uint64_t)seed << 40 ^ number * UINT64_C(2654435761);
    memset(w, 0, sizeof *w);
    w->number = number;
    make_title(w->title, 4 + (int)below(9));
    if (chance(40))
        make_title(w->subtitle, 2 + (int)below(4));
    w->authors = 1 + (int)(common(MOST_AUTHORS));
    for (int i = 0; i < w->authors; i++) {
        word(w->surname[i], common(SURNAMES), 2);
        word(w->given[i], below(400), 3);
        *w->surname[i] = (char)toupper((unsigned char)*w->surname[i]);
        *w->given[i] = (char)toupper((unsigned char)*w->given[i]);
    }
    journal = common(JOURNALS);
    word(part, journal, 4);
    *part = (char)toupper((unsigned char)*part);
    snprintf(w->journal, sizeof w->journal, "%s Journal of %s", journal % 3 ? "International" : "European", part);
    w->year = 2026 - (int)common(50);
    w->volume = w->year - 1960 + (int)(journal % 40);
    w->issue = 1 + (int)below(12);
    w->page = 1 + (int)below(1800);
    w->pages = 2 + (int)below(20);
    w->abstract = next();
    w->copies = chance(62) ? 0 : chance(66) ? 1 : chance(75) ? 2 : 3;
}

/* One work in 25 is a near miss of the one before it: its erratum, or its second part. */
static void make(work *w, unsigned number, unsigned seed)
{
    char title[LONG];

    if (number % 25 != 24) {
        make_work(w, number, seed);
        return;
    }
    make_work(w, number - 1, seed);
    w->number = number;
    w->page += 40;
    snprintf(title, sizeof title, number % 2 ? "Erratum: %.300s" : "%.300s, part 2", w->title);
    strcpy(w->title, title);
}

static void put_title(const work *w, int copy)
{
    const int whole = *w->subtitle && !(copy && chance(6));
    char text[2 * LONG];

    snprintf(text, sizeof text, "%s%s%s", w->title, whole ? ": " : "", whole ? w->subtitle : "");
    if (copy == 2)
        for (char *c = text; *c; c++)
            *c = (char)toupper((unsigned char)*c);
    if (copy && chance(8)) {                                /* a slip of the fingers */
        const size_t at = 1 + below((unsigned)strlen(text) - 2);
        memmove(text + at, text + at + 1, strlen(text + at));
    }
    printf("TI  - %s%s\n", text, copy == 1 ? "." : "");
}

static void put(const work *w, int copy, unsigned seed)
{
    char a[40];

    state = (uint64_t)seed << 41 ^ w->number * UINT64_C(40503) ^ (uint64_t)copy << 60;
    printf("TY  - JOUR\nID  - w%u.%d\n", w->number, copy);
    put_title(w, copy);
    for (int i = 0; i < w->authors; i++)
        printf(copy % 2 ? "AU  - %s, %.1s.\n" : "AU  - %s, %s\n", w->surname[i], w->given[i]);
    if (copy != 3)
        printf(copy == 1 ? "T2  - %.5s J %.6s\n" : "T2  - %s\n", w->journal, copy == 1 ? strstr(w->journal, "of ") + 3 : "");
    printf("PY  - %d\n", w->year + (copy && chance(4)));
    if (!(copy && chance(10)))
        printf("VL  - %d\nIS  - %d\n", w->volume, w->issue);
    if (copy == 1)
        printf("SP  - %d-%d\n", w->page, (w->page + w->pages) % 100);
    else if (!(copy && chance(12)))
        printf("SP  - %d\nEP  - %d\n", w->page, w->page + w->pages);
    if (w->abstract % 100 < 70 && !(copy && chance(30)))
        printf("DO  - 10.%u/j.%u\n", 1000 + w->abstract % 900, w->number);
    if (w->abstract % 10 < 7 && copy != 3) {
        state = w->abstract;
        printf("AB  -");
        for (int i = 0; i < 110; i++) {
            word(a, common(WORDS), 1);
            printf(" %s", a);
        }
        printf(".\n");
    }
    printf("ER  - \n\n");
}

int main(int argc, char **argv)
{
    const unsigned n = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 10000, seed = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
    const unsigned works = n - n * 36 / 100;
    unsigned written = 0;
    work w;

    for (int copy = 0; copy <= 3; copy++)
        for (unsigned i = 0; i < works && written < n; i++) {
            make(&w, i, seed);
            if (w.copies >= copy) {
                put(&w, copy, seed);
                written++;
            }
        }
    for (unsigned i = works; written < n; i++, written++) {
        make(&w, i, seed);
        put(&w, 0, seed);
    }
    return fflush(stdout) ? 1 : 0;
}
