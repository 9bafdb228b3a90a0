/* Every kind of work with every combination of what can be missing, in every style that comes with us: punctuation that stands twice,
   or alone, is a fault. */
#include <config.h>

#include "tests/report/cite_support.h"

static const char *const fields[] = {
    "\"author\":[{\"family\":\"van der Berg\",\"given\":\"J. A.\"},{\"literal\":\"U.S. Department of Labor\"}]",
    "\"issued\":{\"date-parts\":[[2008]]}",
    "\"container-title\":\"Proc. Natl. Acad.\"",
    "\"volume\":\"12\",\"issue\":\"3\"",
    "\"page\":\"101-108\"",
    "\"publisher\":\"Wiley Inc.\"",
    "\"DOI\":\"10.1000/182\"",
    "\"editor\":[{\"family\":\"Editor\",\"given\":\"Ann\"}],\"edition\":\"2\",\"number\":\"7\"",
};
static const char *const types[] = { "article-journal", "chapter", "book", "report", "thesis", "paper-conference", "webpage", "article",
                                     "dataset", "document" };
static const char *const titles[] = { "Plain title", "Asked twice?", "Ended.", "“Quoted.”", "" };
enum { FIELDS = sizeof fields / sizeof *fields, TYPES = sizeof types / sizeof *types, TITLES = sizeof titles / sizeof *titles };

static void add_work(rv_buf *json, const char *type, const char *title, unsigned which, size_t id)
{
    rv_buf_printf(json, "%s{\"id\":%zu,\"type\":\"%s\",\"title\":\"%s\"", id ? "," : "", id, type, title);
    for (unsigned i = 0; i < FIELDS; i++)
        if (which & 1u << i)
            rv_buf_printf(json, ",%s", fields[i]);
    rv_buf_text(json, "}");
}

/* What is wrong with an entry; NULL for nothing. */
static const char *fault(const char *text)
{
    static const char *const never[] = { "..", ",,", ";;", "::", ",.", ";.", ":.", "?.", ".”.", "  ", " ,", " .", " ;", " :", "()", "[]", "( ",
                                         " )", ",)", ";)", "(,", "(;", "(.", ",;", ",:", "‘’", "“”" };
    const size_t n = strlen(text);

    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(text, never[i]))
            return never[i];
    if (n == 0 || strchr(" .,;:)", text[0]))
        return "a bad beginning";
    return strchr(" ,;:(", text[n - 1]) ? "a bad end" : NULL;
}

static size_t check(const char *style, const char *type)
{
    rv_buf  json = RV_BUF_INIT;
    size_t  id = 0, faults = 0;
    citing *c;

    rv_buf_text(&json, "[");
    for (unsigned which = 0; which < 1u << FIELDS; which++)
        add_work(&json, type, titles[which % TITLES], which, id++);
    rv_buf_text(&json, "]");
    c = begin_citing(style, rv_buf_str(&json));
    for (size_t i = 0; i < id; i++) {
        const char *text = entry(c, i), *wrong = fault(text);

        if (wrong && faults++ < 3)
            print_error("%s, %s: '%s' in: %s\n", style, type, wrong, text);
    }
    end_citing(c);
    rv_buf_free(&json);
    return faults;
}

static void no_style_doubles_or_strands_punctuation_whatever_is_missing(void **state)
{
    size_t faults = 0;

    (void)state;
    for (const rv_cite_shipped *style = rv_cite_styles; style->name; style++)
        for (size_t i = 0; i < TYPES; i++)
            faults += check(style->name, types[i]);
    assert_int_equal(faults, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(no_style_doubles_or_strands_punctuation_whatever_is_missing) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
