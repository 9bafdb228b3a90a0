/* One name: its parts in their order, and initials. */
#include <config.h>

#include <string.h>
#include <utf8proc.h>

#include "report/cite_name.h"

/* ---- Initials ----------------------------------------------------------------------------------------------------------------------- */

static void trim(rv_buf *out)
{
    while (out->length && out->data[out->length - 1] == ' ')
        out->data[--out->length] = '\0';
}

/* Letters as exports of databases run them together: "JA" of "Smith JA". */
static bool run_together(const char *word, size_t n)
{
    if (n < 2 || n > 3)
        return false;
    for (size_t i = 0; i < n; i++)
        if (word[i] < 'A' || word[i] > 'Z')
            return false;
    return true;
}

static void put_initial(rv_buf *out, const char *word, size_t n, const rv_cite_naming *how)
{
    int32_t      point;
    char         bytes[4];
    const size_t step = rv_utf8_point(word, n, &point);
    (void)step;

    rv_buf_add(out, bytes, rv_utf8_put(utf8proc_toupper(point), bytes));
    rv_buf_text(out, how->initialize_with);
}

/* One word without blanks or stops: "Jean-Luc" gives "J.-L. ". */
static void initial_of(rv_buf *out, const char *word, size_t n, const rv_cite_naming *how)
{
    int32_t             point;
    utf8proc_category_t category;

    rv_utf8_point(word, n, &point);
    category = utf8proc_category(point);
    if (category != UTF8PROC_CATEGORY_LU && category != UTF8PROC_CATEGORY_LT) {   /* a particle, or a script without capitals */
        trim(out);
        rv_buf_text(out, out->length ? " " : "");
        rv_buf_add(out, word, n);
        rv_buf_char(out, ' ');
        return;
    }
    if (run_together(word, n)) {
        for (size_t i = 0; i < n; i++)
            put_initial(out, word + i, 1, how);
        return;
    }
    for (bool first = true; n > 0; first = false) {
        const char  *dash = memchr(word, '-', n);
        const size_t part = dash ? (size_t)(dash - word) : n;

        if (part && !first)
            trim(out);
        if (part && !first && how->hyphen)
            rv_buf_char(out, '-');
        if (part)
            put_initial(out, word, part, how);
        n -= part + (dash != NULL);
        word += part + (dash != NULL);
    }
}

void rv_cite_initials(rv_buf *out, const char *given, const rv_cite_naming *how)
{
    while (*given) {
        const size_t n = strcspn(given, " .,;()");
        int32_t      point = 0;
        const size_t letter = n ? rv_utf8_point(given, n, &point) : 0;
        const bool   initial = given[n] == '.' || n == letter || run_together(given, n);

        if (n && (how->initialize || initial)) {
            initial_of(out, given, n, how);
        } else if (n) {
            trim(out);
            rv_buf_text(out, out->length ? " " : "");
            rv_buf_add(out, given, n);
            rv_buf_char(out, ' ');
        }
        given += n + (given[n] != '\0');
    }
    trim(out);
}

/* ---- A name ---------------------------------------------------------------------------------------------------------------------------- */

static void put_text(rv_cite_render *r, const char *text, const rv_cite_node *part)
{
    const rv_cite_mark mark = rv_cite_out_mark(r->out);
    const char        *prefix = rv_cite_attr(part, "prefix"), *suffix = rv_cite_attr(part, "suffix");
    rv_cite_mark       inner;

    if (!text || !*text)
        return;
    rv_cite_out_say(r->out, prefix);
    inner = rv_cite_out_mark(r->out);
    rv_cite_out_rich(r->out, text);
    rv_cite_out_case(r->out, inner, rv_cite_attr(part, "text-case"), true);
    rv_cite_out_format(r->out, mark, part);
    rv_cite_out_say(r->out, suffix);
}

static bool clings(const char *particle)
{
    const size_t n = strlen(particle);

    return n && (particle[n - 1] == '\'' || particle[n - 1] == '-' || (n >= 3 && strcmp(particle + n - 3, "\u2019") == 0));
}

static void put_family(rv_cite_render *r, const rv_cite_naming *how, const rv_cite_person *p, bool particle)
{
    rv_buf text = RV_BUF_INIT;

    if (particle && p->particle)
        rv_buf_printf(&text, "%s%s", p->particle, clings(p->particle) ? "" : " ");
    rv_buf_text(&text, p->family);
    put_text(r, rv_buf_str(&text), how->family);
    rv_buf_free(&text);
}

static const char *given_of(const rv_cite_naming *how, const rv_cite_person *p, int level, rv_buf *scratch)
{
    if (!p->given)
        return NULL;
    if (level == 2 || !how->initialize_with || p->eastern)
        return p->given;
    rv_buf_clear(scratch);
    rv_cite_initials(scratch, p->given, how);
    return rv_buf_str(scratch);
}

static void put_suffix(rv_cite_render *r, const rv_cite_person *p, const char *before)
{
    if (!p->suffix)
        return;
    rv_cite_out_say(r->out, before);
    rv_cite_out_rich(r->out, p->suffix);
}

static void forward(rv_cite_render *r, const rv_cite_naming *how, const rv_cite_person *p, const char *given)
{
    put_text(r, given, how->given);
    if (given && *given)
        rv_cite_out_say(r->out, " ");
    if (p->dropping) {
        put_text(r, p->dropping, how->given);
        rv_cite_out_say(r->out, clings(p->dropping) ? "" : " ");
    }
    put_family(r, how, p, true);
    put_suffix(r, p, p->comma_suffix ? ", " : " ");
}

/* "Berg, J. van der" where the particle is demoted, else "van der Berg, J.". */
static void backward(rv_cite_render *r, const rv_cite_naming *how, const rv_cite_person *p, const char *given)
{
    const bool demotes = strcmp(how->demote, "display-and-sort") == 0 || (r->key && strcmp(how->demote, "sort-only") == 0);

    put_family(r, how, p, !demotes);
    if ((given && *given) || p->dropping || (demotes && p->particle)) {
        rv_cite_out_say(r->out, how->sort_separator);
        put_text(r, given, how->given);
        if (p->dropping) {
            rv_cite_out_say(r->out, given ? " " : "");
            put_text(r, p->dropping, how->given);
        }
        if (demotes && p->particle) {
            rv_cite_out_say(r->out, given || p->dropping ? " " : "");
            put_text(r, p->particle, how->given);
        }
    }
    put_suffix(r, p, how->sort_separator);
}

void rv_cite_person_put(rv_cite_render *r, const rv_cite_naming *how, const rv_cite_person *p, bool inverted, int level)
{
    const bool  brief = strcmp(how->form, "short") == 0 && level == 0;
    rv_buf      scratch = RV_BUF_INIT;
    const char *given;

    if (p->literal) {
        put_text(r, p->literal, how->family);
        return;
    }
    given = given_of(how, p, level, &scratch);
    if (brief) {
        put_family(r, how, p, !(r->key && strcmp(how->demote, "never") != 0));
    } else if (p->eastern) {
        put_family(r, how, p, true);
        put_text(r, given, how->given);
    } else if (inverted) {
        backward(r, how, p, given);
    } else {
        forward(r, how, p, given);
    }
    rv_buf_free(&scratch);
}
