/* Every way of answering every shipped instrument comes to exactly one judgement; and for RoB 2 and AMSTAR 2 to the one that a second
   formulation, written from the tables and not from the rules, comes to. */
#include <config.h>

#include "tests/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "review/protocol.h"

static rv_error err;

static rv_instrument *shipped(const char *id)
{
    const char    *xml = rv_instrument_shipped(id);
    rv_instrument *i = NULL;

    assert_non_null(xml);
    if (rv_instrument_parse(&i, id, xml, strlen(xml), &err) != RV_OK)
        fail_msg("%s", err.message);
    return i;
}

/* The same answers, given to the public door in reverse order, come to the same judgement; each is one of the domain's. */
typedef struct {
    const rv_instrument        *instrument;
    const rv_instrument_domain *domain;
    uint64_t                    tried;
} again;

static rv_status judged_again(void *user, const rv_answered *answers, size_t n, const rv_proposal *proposal, rv_error *e)
{
    again      *a = user;
    rv_answered turned[64];
    rv_proposal p;
    size_t      found = 0;
    rv_status   st;

    if (a->tried++ % 101 != 0 && a->tried > 20000)    /* AMSTAR 2 has millions: then each hundredth */
        return RV_OK;
    for (size_t i = 0; i < n; i++)
        turned[i] = answers[n - 1 - i];
    if ((st = rv_instrument_judge(a->instrument, turned, n, a->domain->id, &p, e)) != RV_OK)
        return st;
    for (size_t i = 0; i < a->domain->n_judgements; i++)
        found += p.judgement && strcmp(a->domain->judgements[i], p.judgement) == 0;
    if (found != 1 || strcmp(p.judgement, proposal->judgement) != 0 || p.rule != proposal->rule || p.asked != proposal->asked
        || p.answered != p.asked || p.astray || p.next)
        return rv_fail(e, RV_EINVAL, "%s: the walk says %s, the judge %s", a->domain->id, proposal->judgement,
                       p.judgement ? p.judgement : "nothing");
    if (n == 0)
        return RV_OK;
    /* One answer less is not enough. */
    if ((st = rv_instrument_judge(a->instrument, answers, n - 1, a->domain->id, &p, e)) != RV_OK)
        return st;
    return p.judgement ? rv_fail(e, RV_EINVAL, "%s: judged before %s was answered", a->domain->id, answers[n - 1].id) : RV_OK;
}

static void each_path_of_each_instrument_comes_to_one_judgement(void **state)
{
    (void)state;
    for (const rv_shipped_instrument *s = rv_shipped_instruments; s->id; s++) {
        rv_instrument *i = shipped(s->id);
        uint64_t all = 0, checked = 0;

        assert_string_equal(i->id, s->id);
        for (size_t d = 0; d < i->n_domains; d++) {
            again    a = { i, &i->domains[d], 0 };
            uint64_t n = 0;

            if (rv_instrument_paths(i, i->domains[d].id, judged_again, &a, &n, &err) != RV_OK)
                fail_msg("%s", err.message);
            assert_true(n > 1 && a.tried == n);
            printf("%-16s %-15s %9llu paths\n", s->id, i->domains[d].id, (unsigned long long)n);
            all += n;
        }
        if (rv_instrument_check(i, &checked, &err) != RV_OK)
            fail_msg("%s", err.message);
        assert_true(checked == all);
        rv_instrument_free(i);
    }
}

/* ---- RoB 2, from the table of the algorithm, row by row ---------------------------------------------------------------- */

/* 'y' for Y and PY, 'n' for N and PN, 'i' for NI, '-' for NA and what is not asked. */
static char of(const rv_answered *answers, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(answers[i].id, id) == 0)
            return strcmp(answers[i].answer, "NA") == 0 ? '-' : strcmp(answers[i].answer, "NI") == 0 ? 'i'
                   : strchr(answers[i].answer, 'Y') ? 'y' : 'n';
    return '-';
}

enum { LOW, SOME, HIGH, OPEN };

static int randomisation(const rv_answered *a, size_t n)
{
    const char order = of(a, n, "1.1"), hidden = of(a, n, "1.2"), baseline = of(a, n, "1.3");

    if (hidden == 'n')
        return HIGH;
    if (hidden == 'i')
        return baseline == 'y' ? HIGH : SOME;
    if (order == 'n' || baseline == 'y')
        return SOME;
    return LOW;
}

static int assignment(const rv_answered *a, size_t n)
{
    const char arose = of(a, n, "2.3"), matters = of(a, n, "2.4"), balanced = of(a, n, "2.5");
    int departures, analysis;

    if (of(a, n, "2.1") == 'n' && of(a, n, "2.2") == 'n')
        departures = LOW;
    else if (arose != 'y')
        departures = arose == 'n' ? LOW : SOME;
    else if (matters == 'n')
        departures = SOME;
    else
        departures = balanced == 'y' ? SOME : HIGH;
    if (of(a, n, "2.6") == 'y')
        analysis = LOW;
    else
        analysis = of(a, n, "2.7") == 'n' ? SOME : HIGH;
    return departures > analysis ? departures : analysis;
}

static int adhering(const rv_answered *a, size_t n)
{
    const bool blind = of(a, n, "2.1") == 'n' && of(a, n, "2.2") == 'n';
    const char further = of(a, n, "2.3"), delivery = of(a, n, "2.4"), adherence = of(a, n, "2.5");

    if ((blind || further == '-' || further == 'y') && (delivery == '-' || delivery == 'n') && (adherence == '-' || adherence == 'n'))
        return LOW;
    return of(a, n, "2.6") == 'y' ? SOME : HIGH;
}

static int missing(const rv_answered *a, size_t n)
{
    if (of(a, n, "3.1") == 'y' || of(a, n, "3.2") == 'y' || of(a, n, "3.3") == 'n')
        return LOW;
    return of(a, n, "3.4") == 'n' ? SOME : HIGH;
}

static int measurement(const rv_answered *a, size_t n)
{
    const char differed = of(a, n, "4.2"), knew = of(a, n, "4.3"), could = of(a, n, "4.4"), likely = of(a, n, "4.5");

    if (of(a, n, "4.1") == 'y' || differed == 'y')
        return HIGH;
    if (knew == 'n' || could == 'n')
        return differed == 'n' ? LOW : SOME;
    return likely == 'n' ? SOME : HIGH;
}

static int selection(const rv_answered *a, size_t n)
{
    const char planned = of(a, n, "5.1"), outcomes = of(a, n, "5.2"), analyses = of(a, n, "5.3");

    if (outcomes == 'y' || analyses == 'y')
        return HIGH;
    if (outcomes == 'n' && analyses == 'n')
        return planned == 'y' ? LOW : SOME;
    return SOME;
}

static int overall(const rv_answered *a, size_t n)
{
    int worst = LOW;

    for (size_t i = 0; i < n; i++) {
        const int this = strcmp(a[i].answer, "low") == 0 ? LOW : strcmp(a[i].answer, "high") == 0 ? HIGH : SOME;
        worst = this > worst ? this : worst;
    }
    return worst;
}

typedef struct {
    int    (*says)(const rv_answered *answers, size_t n);
    uint64_t of_each[3];
} second;

static rv_status agrees(void *user, const rv_answered *answers, size_t n, const rv_proposal *proposal, rv_error *e)
{
    static const char *const words[] = { "low", "some concerns", "high" };
    second   *s = user;
    const int says = s->says(answers, n);

    s->of_each[says]++;
    if (strcmp(words[says], proposal->judgement) == 0)
        return RV_OK;
    for (size_t i = 0; i < n; i++)
        print_message("%s %s\n", answers[i].id, answers[i].answer);
    return rv_fail(e, RV_EINVAL, "the table says %s, the instrument %s by %s", words[says], proposal->judgement, proposal->because);
}

static void rob2_judges_as_the_table_of_its_algorithm_does(void **state)
{
    (void)state;
    const struct { const char *instrument, *domain; int (*says)(const rv_answered *, size_t); uint64_t paths; } cases[] = {
        /* 5 * 5 * 5 */
        { "rob2-assignment", "randomisation", randomisation, 125 },
        /* departures: 4 ways blind; 21 others times (3 + 2 (2 + 3 * 5)); analysis 2 + 3 * 5 */
        { "rob2-assignment", "deviations", assignment, (4 + 21 * (3 + 2 * (2 + 3 * 5))) * 17 },
        /* (4 blind, 2.3 not asked; 21 * (NA, Y, PY | N, PN, NI)); 2.4, 2.5: 9 of 36 need no 2.6 */
        { "rob2-adhering", "deviations", adhering, (4 + 21 * 3) * (9 + 27 * 5) + 21 * 3 * 36 * 5 },
        /* 2 + 3 (2 + 3 (2 + 3 * 5)) */
        { "rob2-assignment", "missing", missing, 2 + 3 * (2 + 3 * (2 + 3 * 5)) },
        /* 16 with 4.1 or 4.2 yes; 9 (2 + 3 (2 + 3 * 5)) */
        { "rob2-assignment", "measurement", measurement, 16 + 9 * (2 + 3 * (2 + 3 * 5)) },
        { "rob2-assignment", "selection", selection, 125 },
        { "rob2-assignment", "overall", overall, 243 },
        { "rob2-adhering", "randomisation", randomisation, 125 },
        { "rob2-adhering", "missing", missing, 2 + 3 * (2 + 3 * (2 + 3 * 5)) },
        { "rob2-adhering", "measurement", measurement, 16 + 9 * (2 + 3 * (2 + 3 * 5)) },
        { "rob2-adhering", "selection", selection, 125 },
        { "rob2-adhering", "overall", overall, 243 },
    };

    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        rv_instrument *i = shipped(cases[k].instrument);
        second   s = { cases[k].says, { 0 } };
        uint64_t n;

        if (rv_instrument_paths(i, cases[k].domain, agrees, &s, &n, &err) != RV_OK)
            fail_msg("%s, %s: %s", cases[k].instrument, cases[k].domain, err.message);
        assert_int_equal(n, cases[k].paths);
        assert_true(s.of_each[LOW] && s.of_each[SOME] && s.of_each[HIGH]);
        rv_instrument_free(i);
    }
}

/* ---- AMSTAR 2, from the table of its rating --------------------------------------------------------------------------- */

static rv_status rated(void *user, const rv_answered *answers, size_t n, const rv_proposal *proposal, rv_error *e)
{
    static const char critical[] = " 2 4 7 9 11 13 15 ";
    size_t *of_each = user, flaws = 0, weaknesses = 0, rating;
    static const char *const words[] = { "high", "moderate", "low", "critically low" };

    for (size_t i = 0; i < n; i++) {
        char padded[8];
        if (answers[i].answer[0] != 'n' || answers[i].answer[2] != '\0')     /* "no", not "no meta-analysis" */
            continue;
        snprintf(padded, sizeof padded, " %.4s ", answers[i].id);
        *(strstr(critical, padded) ? &flaws : &weaknesses) += 1;
    }
    rating = flaws >= 2 ? 3 : flaws == 1 ? 2 : weaknesses >= 2 ? 1 : 0;
    of_each[rating]++;
    return strcmp(words[rating], proposal->judgement) == 0
           ? RV_OK : rv_fail(e, RV_EINVAL, "%zu flaws, %zu weaknesses: %s", flaws, weaknesses, proposal->judgement);
}

static void amstar2_rates_as_its_table_does(void **state)
{
    (void)state;
    rv_instrument *i = shipped("amstar2");
    size_t   of_each[4] = { 0 };
    uint64_t n, expected = 1;

    for (size_t q = 0; q < i->domains[0].n_questions; q++)
        expected *= i->domains[0].questions[q].n_answers;
    if (rv_instrument_paths(i, "overall", rated, of_each, &n, &err) != RV_OK)
        fail_msg("%s", err.message);
    assert_int_equal(n, expected);
    assert_true(of_each[0] && of_each[1] && of_each[2] && of_each[3]);
    /* No flaw and at most one weakness: counted by hand from the answers that are not "no". Critical: 2 each for 2 4 7 9 11 15, 1 for 13;
       others: 1 each for 1 3 5 6 10 14 16, 2 for 8 and 12; with none or one "no" among the nine others. */
    assert_int_equal(of_each[0], 64 * (4 + 7 * 4 + 2 * 2));
    rv_instrument_free(i);
}

/* ---- GRADE, from the table of its factors; ROBINS-I, from the order of its overall table ---------------------------------- */

static rv_status graded(void *user, const rv_answered *answers, size_t n, const rv_proposal *proposal, rv_error *e)
{
    static const char *const words[] = { NULL, "very low", "low", "moderate", "high" };
    size_t *of_each = user;
    int level = 0, lowered = 0, raised = 0;

    for (size_t i = 0; i < n; i++) {
        const char *id = answers[i].id, *answer = answers[i].answer;

        if (strcmp(id, "start") == 0)
            level = strcmp(answer, "other designs") == 0 ? 2 : 4;
        else if (strcmp(answer, "serious") == 0 || strcmp(answer, "strongly suspected") == 0)
            lowered++;
        else if (strcmp(answer, "very serious") == 0)
            lowered += 2;
        else if (strcmp(answer, "large") == 0 || strcmp(answer, "yes") == 0)
            raised++;
        else if (strcmp(answer, "very large") == 0)
            raised += 2;
    }
    if (lowered && raised)
        return rv_fail(e, RV_EINVAL, "what was rated down was asked whether it is to be rated up");
    level += raised - lowered;
    level = level > 4 ? 4 : level < 1 ? 1 : level;
    of_each[level]++;
    return strcmp(words[level], proposal->judgement) == 0 ? RV_OK : rv_fail(e, RV_EINVAL, "%s, expected %s", proposal->judgement,
                                                                             words[level]);
}

static void grade_counts_as_its_table_does(void **state)
{
    (void)state;
    rv_instrument *i = shipped("grade");
    size_t   of_each[5] = { 0 };
    uint64_t n;

    if (rv_instrument_paths(i, "overall", graded, of_each, &n, &err) != RV_OK)
        fail_msg("%s", err.message);
    /* 3 starts; 3^4 * 2 ways down; for two of the starts the way without any leads to 3 * 2 * 2 ways up. */
    assert_int_equal(n, 3 * 81 * 2 + 2 * 11);
    assert_true(of_each[1] && of_each[2] && of_each[3] && of_each[4]);
    rv_instrument_free(i);
}

static rv_status worst(void *user, const rv_answered *answers, size_t n, const rv_proposal *proposal, rv_error *e)
{
    static const char *const order[] = { "critical", "serious", "no information", "moderate", "low" };

    (void)user;
    for (size_t k = 0; k < 5; k++)
        for (size_t i = 0; i < n; i++)
            if (strcmp(answers[i].answer, order[k]) == 0)
                return strcmp(proposal->judgement, order[k]) == 0 ? RV_OK : rv_fail(e, RV_EINVAL, "%s, expected %s", proposal->judgement,
                                                                                   order[k]);
    return rv_fail(e, RV_EINVAL, "nothing was judged");
}

static void robins_i_takes_the_worst_domain(void **state)
{
    (void)state;
    rv_instrument *i = shipped("robins-i");
    uint64_t n;

    if (rv_instrument_paths(i, "overall", worst, NULL, &n, &err) != RV_OK)
        fail_msg("%s", err.message);
    assert_int_equal(n, 78125);
    rv_instrument_free(i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_path_of_each_instrument_comes_to_one_judgement),
        cmocka_unit_test(rob2_judges_as_the_table_of_its_algorithm_does),
        cmocka_unit_test(amstar2_rates_as_its_table_does),
        cmocka_unit_test(grade_counts_as_its_table_does),
        cmocka_unit_test(robins_i_takes_the_worst_domain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
