#include <config.h>

#include "tests/refs/neutral_support.h"

static void read_string(neutral_result *got, const char *text)
{
    neutral_read(got, text, strlen(text));
}

static void says(const char *text, const char *said)
{
    neutral_result got;

    read_string(&got, text);
    assert_int_equal(got.status, RV_OK);
    neutral_holds(&got, said);
    neutral_free(&got);
}

static void a_record_says_all_its_fields(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "%0 Journal Article\n%T One\n%A Okafor, Ada\n%A Ann B. Smith\n%A World Health Organization\n%J Journal of Tests\n%D 2001\n%8 May  5, 2001\n"
                      "%V 3\n%N 2\n%P 123-9\n%@ 1234-5678\n%K youth\nwork; school\n%X Text\n\nmore text\n%U http://x.example/\n%R 10.1000/ABC\n%G English\n%G German\n"
                      "%M EJ1\n%F key1\n%7 2000/12/31\n%Z A note\n%~ ERIC\n%> file.pdf\n%q kept\n%1 custom\n");
    assert_int_equal(got.status, RV_OK);
    assert_string_equal(got.summary.format, "refer");
    assert_string_equal(rv_buf_str(&got.problems), "");
    assert_string_equal(rv_buf_str(&got.said),
                        "type=article-journal\ntitle=One\ncontainer=Journal of Tests\nvolume=3\nissue=2\npages=123-129\nlanguage=English, German\n"
                        "abstract=Text more text\ndoi=10.1000/abc\naccession=EJ1\ndatabase=ERIC\nkey=key1\nissn=1234-5678\nkeyword=youth\n"
                        "keyword=work\nkeyword=school\nnote=A note\nurl=http://x.example/\nfile=file.pdf\nauthor=Okafor|Ada|\n"
                        "author=Smith|Ann B.|\nauthor=World Health Organization||\ndate=2001-5-5|2001\n\n");
    assert_non_null(strstr(rv_buf_str(&got.tags), "%q=kept\n%1=custom\n"));
    neutral_free(&got);
}

static void types_say_what_the_other_tags_mean(void **state)
{
    (void)state;
    says("%0 Book\n%T x\n%P 173 s.\n%7 2nd\n%B Series\n%Y Aardal, Jorunn\n%I Press\n%C Oslo\n", "translator=Aardal|Jorunn|");
    says("%0 Book\n%T x\n%7 2nd\n", "edition=2nd");
    says("%0 Book\n%T x\n%B The series\n", "series=The series");
    says("%0 Book Section\n%T x\n%B Book\n%Y Roe, Bo\n", "series_editor=Roe|Bo|");
    says("%0 Book Section\n%T x\n%B Book\n%? Roe, Bo\n", "translator=Roe|Bo|");
    says("%0 Report\n%T x\n%N 7\n", "number=7");
    says("%0 Report\n%T x\n%R R-7\n", "number=R-7");
    says("%0 Serial\n%0 Audio\n%T x\n", "type=song");
    says("%0 Preprint\n%T x\n", "genre=Preprint");
    says("%T x\n%J y\n", "type=article-journal");
    says("%T x\n%B y\n%V 1\n%N 2\n", "type=article-journal");
    says("%T x\n%B y\n", "type=chapter");
    says("%T x\n%I y\n", "type=book");
    says("%T x\n", "type=document");
    says("%T x\n%A Smith JA\n%E \n", "author=Smith|JA|");
    says("%T x\n%A Acme Research Group,\n", "author=Acme Research Group||");
}

static void records_begin_where_they_do(void **state)
{
    neutral_result got;

    (void)state;
    read_string(&got, "%T One\n%0 Journal Article\n%A Guo, Wenbo\n\n\n%T Two\n%D 2021\n\n%0 Book\n%T Three\n%X Text\n\n%U http://a.example\n%0 Book\n%T Four\n\n%T Five\n");
    assert_int_equal(got.summary.records, 5);
    assert_string_equal(rv_buf_str(&got.problems), "missing-separator@14 ");
    neutral_free(&got);
    read_string(&got, "%0\n%A testA\n%0 Journal\n%0 Book\n%0 Odd\n%T x\n%D never\n%A ,\n%@ none\n");
    assert_int_equal(got.summary.records, 2);
    assert_string_equal(rv_buf_str(&got.problems), "missing-separator@3 unknown-type@3 odd-date@3 odd-author@3 odd-identifier@3 ");
    neutral_free(&got);
    read_string(&got, "  %0 Book\n  %T One\n\n@article{x, title={T}}\n\n%0 Book\n%T Two\n");
    assert_int_equal(got.summary.records, 2);
    assert_string_equal(rv_buf_str(&got.problems), "mixed-formats@4 ");
    neutral_free(&got);
    read_string(&got, "%PDF-1.4\n%T x\n");
    assert_int_equal(got.status, RV_EPARSE);
    neutral_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_says_all_its_fields),
        cmocka_unit_test(types_say_what_the_other_tags_mean),
        cmocka_unit_test(records_begin_where_they_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
