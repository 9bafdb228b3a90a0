/* Folders between two pages: whose they are, how long, how many. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support.h"
#include "web/shelf.h"

static rv_error err;

static rv_shelf *with_base(char base[64])
{
    snprintf(base, 64, "/tmp/shelf.XXXXXX");
    assert_non_null(mkdtemp(base));
    assert_int_equal(setenv("TMPDIR", base, 1), 0);
    return rv_shelf_new(1000);
}

static void end(rv_shelf *shelf, const char *base)
{
    rv_shelf_free(shelf);
    assert_int_equal(rmdir(base), 0);        /* nothing was left in it */
}

/* A call with one file of so many bytes. */
static void upload(rv_call *call, rv_web_file *file, const char *base, const char *name, int64_t bytes)
{
    static char path[200];
    FILE *f;

    snprintf(path, sizeof path, "%s/%s", base, name);
    f = fopen(path, "w");
    assert_non_null(f);
    for (int64_t i = 0; i < bytes; i++)
        fputc('x', f);
    assert_int_equal(fclose(f), 0);
    *file = (rv_web_file){ .field = "files", .name = (char *)name, .path = path, .bytes = bytes };
    call->files = file;
    call->n_files = 1;
}

static void a_folder_is_given_to_its_person_for_its_purpose_alone(void **state)
{
    char base[64], id[RV_SHELF_ID];
    rv_shelf *shelf = with_base(base);
    rv_buf path = RV_BUF_INIT, again = RV_BUF_INIT;
    struct stat about;

    (void)state;
    assert_int_equal(rv_shelf_add(shelf, "ann", "import", id, &path, &err), RV_OK);
    assert_int_equal(stat(rv_buf_str(&path), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    assert_int_equal(rv_shelf_find(shelf, "ann", "import", id, &again, &err), RV_OK);
    assert_string_equal(rv_buf_str(&path), rv_buf_str(&again));
    assert_int_equal(rv_shelf_find(shelf, "bob", "import", id, &again, &err), RV_ENOTFOUND);
    assert_int_equal(rv_shelf_find(shelf, "ann", "protocol", id, &again, &err), RV_ENOTFOUND);
    assert_int_equal(rv_shelf_find(shelf, "ann", "import", "../etc", &again, &err), RV_ENOTFOUND);
    rv_shelf_drop(shelf, id);
    assert_int_equal(rv_shelf_find(shelf, "ann", "import", id, &again, &err), RV_ENOTFOUND);
    assert_int_equal(access(rv_buf_str(&path), F_OK), -1);
    rv_buf_free(&path);
    rv_buf_free(&again);
    end(shelf, base);
}

static void files_keep_their_names_and_order(void **state)
{
    char base[64], id[RV_SHELF_ID];
    rv_shelf *shelf = with_base(base);
    rv_buf path = RV_BUF_INIT;
    rv_shelf_files files;
    rv_web_file file;
    rv_call call = { .fd = -1 };

    (void)state;
    upload(&call, &file, base, "b <i>.ris", 10);
    assert_int_equal(rv_shelf_add(shelf, "ann", "import", id, &path, &err), RV_OK);
    assert_int_equal(rv_shelf_take(shelf, id, &call, &err), RV_OK);
    assert_int_equal(rv_shelf_files_read(rv_buf_str(&path), &files, &err), RV_OK);
    assert_int_equal(files.n, 1);
    assert_string_equal(rv_shelf_name(files.path[0]), "b <i>.ris");
    rv_shelf_files_free(&files);
    rv_buf_free(&path);
    end(shelf, base);
}

static void more_bytes_than_the_shelf_holds_are_refused(void **state)
{
    char base[64], id[RV_SHELF_ID], other[RV_SHELF_ID];
    rv_shelf *shelf = with_base(base);
    rv_buf path = RV_BUF_INIT;
    rv_web_file file;
    rv_call call = { .fd = -1 };

    (void)state;
    upload(&call, &file, base, "a", 900);
    assert_int_equal(rv_shelf_add(shelf, "ann", "import", id, &path, &err), RV_OK);
    assert_int_equal(rv_shelf_take(shelf, id, &call, &err), RV_OK);
    upload(&call, &file, base, "b", 200);
    assert_int_equal(rv_shelf_add(shelf, "bob", "import", other, &path, &err), RV_OK);
    assert_int_equal(rv_shelf_take(shelf, other, &call, &err), RV_EINVAL);
    assert_int_equal(rv_shelf_find(shelf, "bob", "import", other, &path, &err), RV_ENOTFOUND);
    rv_shelf_drop(shelf, id);
    assert_int_equal(rv_shelf_add(shelf, "bob", "import", other, &path, &err), RV_OK);
    assert_int_equal(rv_shelf_take(shelf, other, &call, &err), RV_OK);
    rv_buf_free(&path);
    end(shelf, base);
}

static void the_oldest_folder_of_a_person_makes_room(void **state)
{
    char base[64], id[12][RV_SHELF_ID];
    rv_shelf *shelf = with_base(base);
    rv_buf path = RV_BUF_INIT;

    (void)state;
    for (int i = 0; i < 9; i++)
        assert_int_equal(rv_shelf_add(shelf, "ann", "import", id[i], &path, &err), RV_OK);
    assert_int_equal(rv_shelf_find(shelf, "ann", "import", id[0], &path, &err), RV_ENOTFOUND);
    assert_int_equal(rv_shelf_find(shelf, "ann", "import", id[1], &path, &err), RV_OK);
    assert_int_equal(rv_shelf_add(shelf, "bob", "import", id[9], &path, &err), RV_OK);
    assert_int_equal(rv_shelf_find(shelf, "ann", "import", id[8], &path, &err), RV_OK);
    rv_buf_free(&path);
    end(shelf, base);
}

static void messages_do_not_say_where_files_are_kept(void **state)
{
    rv_error said = { RV_EPARSE, "/var/tmp/s/abc/1/a.ris:3: bad; /var/tmp/s/abc/12/b.ris too" };

    (void)state;
    rv_shelf_clean("/var/tmp/s/abc", &said);
    assert_string_equal(said.message, "a.ris:3: bad; b.ris too");
    rv_shelf_clean("", &said);
    rv_shelf_clean("/var", NULL);
    assert_string_equal(said.message, "a.ris:3: bad; b.ris too");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_is_given_to_its_person_for_its_purpose_alone),
        cmocka_unit_test(files_keep_their_names_and_order),
        cmocka_unit_test(more_bytes_than_the_shelf_holds_are_refused),
        cmocka_unit_test(the_oldest_folder_of_a_person_makes_room),
        cmocka_unit_test(messages_do_not_say_where_files_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
