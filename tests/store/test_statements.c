#include <config.h>

#include "tests/store/scratch.h"

/* Every statement of every layer is prepared on a new review; this program is linked with the whole library. */
RV_STATEMENT(own_statement, "SELECT 1");

static void every_statement_prepares(void **state)
{
    scratch *s = *state;
    rv_store *store = scratch_review(s);
    sqlite3 *db;
    size_t n = 0, bad = 0;
    rv_store_close(store);
    assert_ptr_equal(own_statement_entry, &own_statement);
    assert_int_equal(sqlite3_open(s->path, &db), SQLITE_OK);
    for (const rv_statement *statement; (statement = rv_statement_at(n)); n++) {
        sqlite3_stmt *prepared = NULL;
        if (sqlite3_prepare_v2(db, statement->sql, -1, &prepared, NULL) != SQLITE_OK) {
            print_error("%s: %s\n", statement->name, sqlite3_errmsg(db));
            bad++;
        }
        sqlite3_finalize(prepared);
    }
    sqlite3_close(db);
    assert_true(n > 20);
    assert_int_equal(bad, 0);
}

/* What other databases do not have. Triggers, locks and DDL are the store's own and no statements. */
static void no_statement_uses_what_only_sqlite_has(void **state)
{
    static const char *const words[] = { "rowid", "OR REPLACE", "OR IGNORE", "strftime", "group_concat", "datetime(", "PRAGMA", "GLOB" };
    size_t bad = 0;
    (void)state;
    for (size_t i = 0; rv_statement_at(i); i++)
        for (size_t w = 0; w < N(words); w++)
            if (strcasestr(rv_statement_at(i)->sql, words[w])) {
                print_error("%s uses %s\n", rv_statement_at(i)->name, words[w]);
                bad++;
            }
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_statement_prepares, scratch_up, scratch_down),
        cmocka_unit_test(no_statement_uses_what_only_sqlite_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
