/* Writes what two people extract of many studies: form fields, studies and versions for tests/bench/extract.sh. Usage: extract-make FOLDER FIELDS STUDIES */
#include <config.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t seed = 7;

static unsigned below(unsigned n)
{
    uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));

    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (unsigned)((z ^ z >> 31) % n);
}

static FILE *open_in(const char *folder, const char *name)
{
    char path[4096];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (!(f = fopen(path, "w"))) {
        perror(path);
        exit(1);
    }
    return f;
}

static void close_file(FILE *f)
{
    if (fclose(f) != 0) {
        perror("close");
        exit(1);
    }
}

/* The fields of the form, to be put into a protocol: half of studies, half of results; numbers, choices, texts in turn. */
static void write_fields(const char *folder, unsigned n)
{
    FILE *f = open_in(folder, "fields.xml");

    for (unsigned i = 0; i < n; i++) {
        static const char *const types[] = { "number", "choice", "text", "yesno" };
        fprintf(f, "    <field id=\"f%u\" label=\"Field %u\" level=\"%s\" type=\"%s\"", i, i, i < n / 2 ? "study" : "result", types[i % 4]);
        fputs(i % 4 == 1 ? "><choice>low</choice><choice>middle</choice><choice>high</choice></field>\n" : "/>\n", f);
    }
    close_file(f);
}

static void write_value(FILE *f, unsigned i, unsigned says)
{
    static const char *const choices[] = { "low", "middle", "high" };

    switch (i % 4) {
    case 0:  fprintf(f, ",%u.%u", says, says % 7); break;
    case 1:  fprintf(f, ",%s", choices[says % 3]); break;
    case 2:  fprintf(f, ",the words of field %u are %u", i, says); break;
    default: fprintf(f, ",%s", says % 2 ? "yes" : "no");
    }
}

/* One person's version: the same as the other's but for one value in twenty. */
static void write_version(const char *folder, const char *who, unsigned fields, unsigned studies, unsigned own)
{
    char name[100];
    FILE *s, *r;

    snprintf(name, sizeof name, "%s-studies.csv", who);
    s = open_in(folder, name);
    snprintf(name, sizeof name, "%s-results.csv", who);
    r = open_in(folder, name);
    fputs("study", s);
    fputs("result,study,contrast,domain,outcome,months", r);
    for (unsigned i = 0; i < fields; i++)
        fprintf(i < fields / 2 ? s : r, ",f%u", i);
    for (unsigned k = 0; k < studies; k++) {
        fprintf(s, "\nStudy %u", k);
        fprintf(r, "\n%s%u,Study %u,%s v %s,work,employed,12", who, k, k, own ? "treatment" : "programme", own ? "comparison" : "control");
        for (unsigned i = 0; i < fields; i++) {
            const unsigned says = below(1000), other = below(20) ? says : below(1000);
            write_value(i < fields / 2 ? s : r, i, own ? other : says);
        }
    }
    fputc('\n', s);
    fputc('\n', r);
    close_file(s);
    close_file(r);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: extract-make FOLDER FIELDS STUDIES\n", stderr);
        return 2;
    }
    write_fields(argv[1], (unsigned)atoi(argv[2]));
    seed = 7;
    write_version(argv[1], "ann", (unsigned)atoi(argv[2]), (unsigned)atoi(argv[3]), 0);
    seed = 7;
    write_version(argv[1], "bob", (unsigned)atoi(argv[2]), (unsigned)atoi(argv[3]), 1);
    return 0;
}
