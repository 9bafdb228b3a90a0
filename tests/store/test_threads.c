/* A server has several threads, each with a review file open of its own. What they share is the library alone. */
#include <config.h>

#include <math.h>
#include <pthread.h>

#include "tests/store/scratch.h"

#include "review/meta.h"
#include "review/plot.h"
#include "review/refs.h"
#include "review/report.h"
#include "review/screen.h"

RV_STATEMENT(threads_sources, "SELECT count(*) FROM source WHERE name LIKE 'of thread %'");
RV_STATEMENT(threads_votes, "SELECT count(*) FROM decision WHERE role = 'vote'");

enum { THREADS = 4, ROUNDS = 6, ACTS = 3, RECORDS = 6 };

typedef struct {
    scratch     *s;
    int          number;
    const char  *protocol;
    const rv_buf *svg;                   /* the curve as the first thread drew it */
    double       estimate;
    rv_error     err;
    rv_status    st;
    char         wrong[128];             /* "" when all came out */
} one;

static rv_status draw(rv_scene *scene, const char *id, rv_plot_format format, rv_buf *out, rv_error *err)
{
    rv_output *to = NULL;
    rv_status st;

    if (format == RV_PLOT_SVG)
        return rv_plot_svg(scene, id, out, err);
    if ((st = rv_output_memory(&to, out, err)) != RV_OK)
        return st;
    st = rv_plot_write(scene, format, 96, to, err);
    if (st == RV_OK)
        return rv_output_close(to, err);
    rv_output_drop(to);
    return st;
}

/* The same curve wherever it is drawn. */
static rv_status draw_curve(rv_plot_format format, rv_buf *out, rv_error *err)
{
    static const double found[] = { 1, 3, 8, 21 };
    const rv_recall_curve curve = { "How far screening is", "by the words of the titles", found, 4, 40, 100, 6, 4, 9 };
    const rv_recall_curve_options options = RV_RECALL_CURVE_OPTIONS_INIT;
    rv_scene *scene = NULL;
    rv_status st = rv_plot_recall(&scene, &curve, &options, err);

    if (st == RV_OK)
        st = draw(scene, "curve", format, out, err);
    rv_scene_free(scene);
    return st;
}

static rv_status pool(double *estimate, rv_error *err)
{
    static const double y[] = { 0.1, 0.3, -0.05, 0.6, 0.22 }, v[] = { 0.02, 0.04, 0.01, 0.09, 0.03 };
    const rv_meta_data data = { .k = 5, .yi = y, .vi = v, .intercept = true };
    const rv_meta_options options = RV_META_OPTIONS_INIT;
    rv_meta_fit fit;
    rv_meta_coef coef;
    rv_status st = rv_meta_run(&data, &options, &fit, &coef, NULL, NULL, err);

    *estimate = st == RV_OK ? coef.estimate : NAN;
    return st;
}

static rv_status add(rv_store *store, int number, rv_error *err)
{
    char text[32], *name = text;
    const rv_cell cells[] = { RV_CELL_OF_TEXT("name", name), RV_CELL_OF_TEXT("kind", "website") };
    rv_event *event;
    rv_status st = rv_event_begin(&event, store, "source.add", "ann", false, err);

    snprintf(text, sizeof text, "of thread %d", number);
    if (st != RV_OK)
        return st;
    if ((st = rv_event_add(event, "source", cells, N(cells), NULL, err)) != RV_OK) {
        rv_event_abandon(event);
        return st;
    }
    return rv_event_commit(event, NULL, err);
}

static rv_status write_group(one *o, rv_store *store, const rv_protocol *protocol, int round)
{
    char who[16], key[16], hex[RV_DIGEST_HEX];
    rv_decision vote = { 0, "title-abstract", who, "include", NULL, NULL, NULL };
    rv_status st, end;

    snprintf(who, sizeof who, "reader-%d", o->number);
    snprintf(key, sizeof key, "acc:R%d", round % RECORDS);
    if ((st = rv_record_find(store, key, &vote.record, &o->err)) != RV_OK
        || (st = rv_store_group_begin(store, &o->err)) != RV_OK)
        return st;
    for (int i = 0; i < ACTS && st == RV_OK; i++)
        st = add(store, o->number, &o->err);
    if (st == RV_OK)
        st = rv_screen_vote(store, protocol, who, &vote, 1, hex, &o->err);
    end = rv_store_group_end(store, st == RV_OK, st == RV_OK ? &o->err : NULL);
    return st == RV_OK ? end : st;
}

/* The flow as it is just now, as a picture. */
static rv_status draw_flow(one *o, rv_store *store, const rv_protocol *protocol, int round)
{
    const rv_flow_options options = RV_FLOW_OPTIONS_INIT;
    rv_review_flow *flow = NULL;
    rv_scene *scene = NULL;
    rv_buf out = RV_BUF_INIT;
    rv_status st = rv_report_flow(store, protocol, &flow, &o->err);

    if (st == RV_OK && (st = rv_plot_flow(&scene, rv_review_flow_of(flow), &options, &o->err)) == RV_OK)
        st = draw(scene, "flow", (rv_plot_format)(round % 3), &out, &o->err);
    if (st == RV_OK && out.length < 1000)
        snprintf(o->wrong, sizeof o->wrong, "a flow diagram of %zu bytes", out.length);
    rv_buf_free(&out);
    rv_scene_free(scene);
    rv_review_flow_free(flow);
    return st;
}

static rv_status compare(one *o, int round)
{
    rv_buf out = RV_BUF_INIT;
    double estimate;
    rv_status st = draw_curve(RV_PLOT_SVG, &out, &o->err);

    if (st == RV_OK && (out.length != o->svg->length || memcmp(out.data, o->svg->data, out.length) != 0))
        snprintf(o->wrong, sizeof o->wrong, "the curve of round %d is another", round);
    rv_buf_free(&out);
    if (st == RV_OK && (st = pool(&estimate, &o->err)) == RV_OK && !(fabs(estimate - o->estimate) <= 0))
        snprintf(o->wrong, sizeof o->wrong, "the estimate of round %d is %g", round, estimate);
    return st;
}

static rv_status write_report(one *o, rv_store *store, const rv_protocol *protocol)
{
    rv_report_options options = RV_REPORT_OPTIONS_INIT;
    char folder[128];

    snprintf(folder, sizeof folder, "%s/report-%d", o->s->folder, o->number);
    options.folder = folder;
    return rv_report_write(store, protocol, &options, &o->err);
}

static void *work(void *argument)
{
    one *o = argument;
    rv_store *store = NULL;
    rv_protocol *protocol = NULL;

    o->st = rv_store_open(&store, o->s->path, &o->err);
    for (int round = 0; round < ROUNDS && o->st == RV_OK; round++) {
        rv_protocol_free(protocol);
        if ((o->st = rv_protocol_read(&protocol, o->protocol, &o->err)) == RV_OK
            && (o->st = write_group(o, store, protocol, round)) == RV_OK
            && (o->st = draw_flow(o, store, protocol, round)) == RV_OK)
            o->st = compare(o, round);
    }
    if (o->st == RV_OK)
        o->st = write_report(o, store, protocol);
    rv_protocol_free(protocol);
    rv_store_close(store);
    return NULL;
}

static void import(scratch *s, rv_store *store)
{
    const rv_source source = { "ERIC", "database", NULL, NULL, NULL, NULL, NULL };
    const char *path = s->other;
    rv_import_file file;
    char hex[RV_DIGEST_HEX];
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    for (int i = 0; i < RECORDS; i++)
        fprintf(f, "TY  - RPRT\nTI  - Coaching of young people %d: d\xc3\xa9" "crochage \xe5\xb0\xb1\xe4\xb8\x9a\nAU  - Adams, A\n"
                "PY  - 2010\nAN  - R%d\nER  - \n\n", i, i);
    assert_int_equal(fclose(f), 0);
    must(rv_refs_import(store, "lead", &source, &path, 1, NULL, NULL, NULL, NULL, NULL, &file, hex, &s->err));
}

static void threads_with_stores_of_their_own_do_not_disturb_each_other(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    pthread_t threads[THREADS];
    one ones[THREADS];
    char protocol[4200];
    rv_buf svg = RV_BUF_INIT;
    double estimate;
    int64_t n;
    rv_verification found;

    snprintf(protocol, sizeof protocol, "%s/protocols/disengagement-15-24.xml", getenv("top_srcdir"));
    import(s, store);
    must(draw_curve(RV_PLOT_SVG, &svg, &s->err));
    must(pool(&estimate, &s->err));
    for (int i = 0; i < THREADS; i++) {
        ones[i] = (one){ .s = s, .number = i, .protocol = protocol, .svg = &svg, .estimate = estimate };
        assert_int_equal(pthread_create(&threads[i], NULL, work, &ones[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        if (ones[i].st != RV_OK)
            fail_msg("thread %d: %s", i, ones[i].err.message);
        assert_string_equal(ones[i].wrong, "");
    }
    must(rv_store_int(store, &threads_sources, &n, NULL, &s->err, ""));
    assert_int_equal(n, THREADS * ROUNDS * ACTS);
    must(rv_store_int(store, &threads_votes, &n, NULL, &s->err, ""));
    assert_int_equal(n, THREADS * ROUNDS);
    must(rv_store_verify(store, NULL, 0, NULL, &found, &s->err));
    rv_buf_free(&svg);
    rv_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(threads_with_stores_of_their_own_do_not_disturb_each_other, scratch_up, scratch_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
