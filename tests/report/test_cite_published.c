/* What style manuals print of their sample references, and what our styles make of the same works. Where the manual's text is older
   than its rule, a comment says so. */
#include <config.h>

#include "tests/report/cite_support.h"

static char *samples(void)
{
    char     path[4096];
    rv_buf   bytes = RV_BUF_INIT;
    rv_error err = { 0 };

    snprintf(path, sizeof path, "%s/tests/data/cite/samples.json", getenv("top_srcdir"));
    if (rv_file_read(path, 1 << 20, &bytes, &err) != RV_OK)
        fail_msg("%s", err.message);
    return bytes.data;
}

typedef struct {
    const char *key, *expected;       /* as HTML without links */
} sample;

/* Takes <a ...> and </a> away. */
static void without_links(char *html)
{
    char *from, *to;

    while ((from = strstr(html, "<a ")) && (to = strchr(from, '>')))
        memmove(from, to + 1, strlen(to + 1) + 1);
    while ((from = strstr(html, "</a>")))
        memmove(from, from + 4, strlen(from + 4) + 1);
}

static void compare(const char *style, const sample *rows, size_t n)
{
    char   *json = samples();
    citing *c = begin_citing(style, json);
    size_t  wrong = 0;

    for (size_t i = 0; i < n; i++) {
        char *got = strdup(entry_of(c, rows[i].key, rv_cite_html));

        assert_non_null(got);
        without_links(got);
        if (strcmp(got, rows[i].expected) != 0) {
            print_error("%s, %s:\n  got      %s\n  expected %s\n", style, rows[i].key, got, rows[i].expected);
            wrong++;
        }
        free(got);
    }
    end_citing(c);
    free(json);
    assert_int_equal(wrong, 0);
}

/* apastyle.apa.org, style and grammar guidelines, reference examples; Publication Manual (2020), sections 10.1 to 10.6. */
static void apa_prints_its_samples(void **state)
{
    static const sample rows[] = {
        { "grady", "Grady, J. S., Her, M., Moreno, G., Perez, C., &amp; Yelinek, J. (2019). Emotions in storybooks: A comparison of "
                   "storybooks that represent ethnic and racial groups in the United States. <em>Psychology of Popular Media "
                   "Culture</em>, <em>8</em>(3), 207–217. https://doi.org/10.1037/ppm0000185" },
        { "jackson", "Jackson, L. M. (2019). <em>The psychology of prejudice: From attitudes to social action</em> (2nd ed.). American "
                     "Psychological Association. https://doi.org/10.1037/0000168-000" },
        { "sapolsky", "Sapolsky, R. M. (2017). <em>Behave: The biology of humans at our best and worst</em>. Penguin Books." },
        { "aron", "Aron, L., Botella, M., &amp; Lubart, T. (2019). Culinary arts: Talent and their development. In R. F. Subotnik, P. "
                  "Olszewski-Kubilius, &amp; F. C. Worrell (Eds.), <em>The psychology of high performance: Developing human potential "
                  "into domain-specific talent</em> (pp. 345–359). American Psychological Association. "
                  "https://doi.org/10.1037/0000120-016" },
        /* 21 and more authors: the first 19, an ellipsis, the last. */
        { "kalnay", "Kalnay, E., Kanamitsu, M., Kistler, R., Collins, W., Deaven, D., Gandin, L., Iredell, M., Saha, S., White, G., "
                    "Woollen, J., Zhu, Y., Chelliah, M., Ebisuzaki, W., Higgins, W., Janowiak, J., Mo, K. C., Ropelewski, C., Wang, J., "
                    "Leetmaa, A., … Joseph, D. (1996). The NCEP/NCAR 40-year reanalysis project. <em>Bulletin of the American "
                    "Meteorological Society</em>, <em>77</em>(3), 437–471." },
        { "harris", "Harris, L. (2014). <em>Instructional leadership perceptions and practices of elementary school leaders</em> "
                    "[Unpublished doctoral dissertation]. University of Virginia." },
        { "nci", "National Cancer Institute. (2019). <em>Taking time: Support for people with cancer</em> (NIH Publication No. 18-2059). "
                 "U.S. Department of Health and Human Services, National Institutes of Health. "
                 "https://www.cancer.gov/publications/patient-education/takingtime.pdf" },
    };

    (void)state;
    compare("apa", rows, sizeof rows / sizeof *rows);
}

/* "Samples of Formatted References for Authors of Journal Articles" (NLM), numbers 1, 2, 4, 18, 20, 22, 29. The number in front is the
   place in the list. */
static void vancouver_prints_its_samples(void **state)
{
    static const sample rows[] = {
        { "halpern", "8. Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. N Engl J Med. 2002 Jul "
                     "25;347(4):284-7." },
        { "rose", "9. Rose ME, Huerbin MB, Melick J, Marion DW, Palmer AM, Schiding JK, et al. Regulation of interstitial excitatory "
                  "amino acid concentrations after cortical contusion injury. Brain Res. 2002;935(1-2):40-6." },
        { "dpp", "10. Diabetes Prevention Program Research Group. Hypertension, insulin, and proinsulin in participants with impaired "
                 "glucose tolerance. Hypertension. 2002;40(5):679-86." },
        { "heart", "11. 21st century heart solution may have a sting in the tail. BMJ. 2002;325(7357):184." },
        { "murray", "12. Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. St. Louis: Mosby; 2002." },
        { "gilstrap", "13. Gilstrap LC 3rd, Cunningham FG, VanDorsten JP, editors. Operative obstetrics. 2nd ed. New York: McGraw-Hill; "
                      "2002." },
        { "meltzer", "14. Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. In: Vogelstein B, Kinzler KW, "
                     "editors. The genetic basis of human cancer. New York: McGraw-Hill; 2002. p. 93-113." },
        { "borkowski", "15. Borkowski MM. Infant sleep and feeding: a telephone survey of Hispanic Americans [dissertation]. Mount "
                       "Pleasant (MI): Central Michigan University; 2002." },
    };

    (void)state;
    compare("vancouver", rows, sizeof rows / sizeof *rows);
}

/* AMA Manual of Style, 11th edition, chapter 3. */
static void ama_prints_its_sample(void **state)
{
    static const sample rows[] = {
        { "zoellner", "16. Zoellner J, Krzeski E, Harden S, Cook E, Allen K, Estabrooks PA. Qualitative application of the theory of "
                      "planned behavior to understand beverage consumption behaviors among adults. <em>J Acad Nutr Diet</em>. "
                      "2012;112(11):1774-1784. doi:10.1016/j.jand.2012.06.368" },
    };

    (void)state;
    compare("ama", rows, sizeof rows / sizeof *rows);
}

/* Cite Them Right: book with edition. */
static void harvard_prints_its_sample(void **state)
{
    static const sample rows[] = {
        { "bell", "Bell, J. (2014) <em>Doing your research project</em>. 6th edn. Maidenhead: Open University Press." },
        { "rose", "Rose, M.E. <em>et al.</em> (2002) ‘Regulation of interstitial excitatory amino acid concentrations after cortical "
                  "contusion injury’, <em>Brain Research</em>, 935(1–2), pp. 40–46." },
    };

    (void)state;
    compare("harvard", rows, sizeof rows / sizeof *rows);
}

/* The Lancet's rules: six authors at most, else three; volume in bold; pages in two digits at least. */
static void lancet_shortens_authors_and_pages(void **state)
{
    static const sample rows[] = {
        { "halpern", "8 Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. <em>N Engl J Med</em> 2002; "
                     "<strong>347</strong>: 284–87." },
        { "rose", "9 Rose ME, Huerbin MB, Melick J, et al. Regulation of interstitial excitatory amino acid concentrations after cortical "
                  "contusion injury. <em>Brain Res</em> 2002; <strong>935</strong>: 40–46." },
    };

    (void)state;
    compare("lancet", rows, sizeof rows / sizeof *rows);
}

/* Publication Manual (2020), table 8.1: one, two, three and more authors, a group. */
static void apa_cites_as_its_table_has_it(void **state)
{
    char   *json = samples();
    citing *c = begin_citing("apa", json);
    const rv_cite_place page[] = { { .key = "jackson", .locator = "12-15" } };
    const rv_cite_place narrative[] = { { .key = "jackson", .without_author = true } };

    (void)state;
    assert_string_equal(cited(c, "jackson", NULL, NULL, NULL), "(Jackson, 2019)");
    assert_string_equal(cited(c, "grady", NULL, NULL, NULL), "(Grady et al., 2019)");
    assert_string_equal(cited(c, "nci", NULL, NULL, NULL), "(National Cancer Institute, 2019)");
    assert_string_equal(cited(c, "sapolsky", "grady", NULL, NULL), "(Grady et al., 2019; Sapolsky, 2017)");
    assert_string_equal(cited(c, "heart", NULL, NULL, NULL), "(“21st Century Heart Solution May Have a Sting in the Tail,” 2002)");
    assert_string_equal(citation(c, page, 1), "(Jackson, 2019, pp. 12–15)");
    assert_string_equal(citation(c, narrative, 1), "(2019)");
    end_citing(c);
    free(json);
}

static void numbers_are_collapsed_into_ranges(void **state)
{
    char   *json = samples();
    citing *c = begin_citing("vancouver", json);
    const rv_cite_place many[] = { { .key = "aron" }, { .key = "grady" }, { .key = "jackson" }, { .key = "sapolsky" }, { .key = "nci" },
                                   { .key = "halpern" } };

    (void)state;
    assert_string_equal(cited(c, "grady", NULL, NULL, NULL), "(1)");
    assert_string_equal(citation(c, many, 6), "(1–4,7,8)");
    end_citing(c);
    free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apa_prints_its_samples),
        cmocka_unit_test(vancouver_prints_its_samples),
        cmocka_unit_test(ama_prints_its_sample),
        cmocka_unit_test(harvard_prints_its_sample),
        cmocka_unit_test(lancet_shortens_authors_and_pages),
        cmocka_unit_test(apa_cites_as_its_table_has_it),
        cmocka_unit_test(numbers_are_collapsed_into_ranges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
