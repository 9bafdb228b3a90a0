#include <config.h>

#include "tests/support.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "review/base.h"

static char folder[32], path[48];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/test-files.XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/out.txt", folder);
    return 0;
}

static int drop_folder(void **state)
{
    char command[128];

    (void)state;
    snprintf(command, sizeof command, "chmod -R u+w '%s' && rm -r '%s'", folder, folder);
    return system(command);
}

static void write_all(const char *name, const char *text)
{
    rv_output *out;
    rv_error   err;

    assert_int_equal(rv_output_open(&out, name, &err), RV_OK);
    rv_output_text(out, text);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
}

static void read_back(const char *name, const char *want)
{
    rv_buf   got = RV_BUF_INIT;
    rv_error err;

    assert_int_equal(rv_file_read(name, 1 << 24, &got, &err), RV_OK);
    assert_string_equal(rv_buf_str(&got), want);
    rv_buf_free(&got);
}

static int files_in_folder(void)
{
    char  command[128];
    FILE *list;
    int   n = -1;

    snprintf(command, sizeof command, "ls -A '%s' | wc -l", folder);
    list = popen(command, "r");
    assert_int_equal(fscanf(list, "%d", &n), 1);
    pclose(list);
    return n;
}

static void a_file_appears_whole_and_keeps_the_mode(void **state)
{
    struct stat status;
    mode_t      before = umask(027);
    rv_output  *out;
    rv_error    err;

    (void)state;
    assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
    rv_output_printf(out, "%s %d\n", "one", 1);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
    read_back(path, "one 1\n");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
    chmod(path, 0604);
    write_all(path, "two");
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0604);
    assert_int_equal(files_in_folder(), 1);
    umask(before);
}

static void long_text_crosses_the_buffer(void **state)
{
    rv_buf     big = RV_BUF_INIT, got = RV_BUF_INIT;
    rv_output *out;
    rv_error   err;
    int        i;

    (void)state;
    for (i = 0; i < 30000; i++)
        rv_buf_printf(&big, "line %d\n", i);
    assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
    rv_output_add(out, big.data, 65535);
    rv_output_add(out, big.data + 65535, 2);
    rv_output_add(out, big.data + 65537, 0);
    rv_output_printf(out, "%s", big.data + 65537);
    assert_int_equal(rv_output_close(out, &err), RV_OK);
    assert_int_equal(rv_file_read(path, 1 << 24, &got, &err), RV_OK);
    assert_int_equal(got.length, big.length);
    assert_memory_equal(got.data, big.data, big.length);
    rv_buf_free(&got);
    assert_int_equal(rv_file_read(path, 1000, &got, &err), RV_EIO);
    assert_non_null(strstr(err.message, "longer than the 1000 bytes allowed"));
    rv_buf_free(&got);
    rv_buf_free(&big);
}

static void dropping_leaves_nothing_behind(void **state)
{
    rv_output *out;
    rv_error   err;

    (void)state;
    write_all(path, "before");
    assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
    rv_output_text(out, "after");
    rv_output_drop(out);
    rv_output_drop(NULL);
    assert_int_equal(rv_output_close(NULL, &err), RV_OK);
    read_back(path, "before");
    assert_int_equal(files_in_folder(), 1);
}

static void a_full_disk_is_said_with_the_name(void **state)
{
    rv_output *out;
    rv_error   err;
    char       big[100000];

    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    memset(big, 'x', sizeof big);
    assert_int_equal(rv_output_open(&out, "/dev/full", &err), RV_OK);
    rv_output_add(out, big, sizeof big);
    rv_output_add(out, big, 10);
    assert_int_equal(rv_output_close(out, &err), RV_EIO);
    assert_string_equal(err.message, "cannot write /dev/full: No space left on device");
}

static void a_target_that_cannot_be_replaced_is_an_error(void **state)
{
    rv_output *out;
    rv_error   err;
    char       inner[64];

    (void)state;
    assert_int_equal(rv_output_open(&out, folder, &err), RV_EIO);
    assert_null(out);
    assert_non_null(strstr(err.message, "it is a folder"));
    assert_int_equal(rv_output_open(&out, "/no/such/folder/x", &err), RV_EIO);
    assert_string_equal(err.message, "cannot write /no/such/folder/x: No such file or directory");
    /* A folder takes the target's name after opening: the rename fails, and the temporary file goes. */
    assert_int_equal(rv_output_open(&out, path, &err), RV_OK);
    mkdir(path, 0777);
    snprintf(inner, sizeof inner, "%s/inner", path);
    mkdir(inner, 0777);
    rv_output_text(out, "x");
    assert_int_equal(rv_output_close(out, &err), RV_EIO);
    assert_non_null(strstr(err.message, "cannot put in place"));
    assert_int_equal(files_in_folder(), 1);
}

static void a_link_stays_a_link(void **state)
{
    char        link[64];
    struct stat status;

    (void)state;
    write_all(path, "old");
    snprintf(link, sizeof link, "%s/link", folder);
    assert_int_equal(symlink("out.txt", link), 0);
    write_all(link, "new");
    assert_int_equal(lstat(link, &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    read_back(path, "new");
}

static void a_closed_pipe_on_standard_output_is_an_error_not_a_death(void **state)
{
    int   ends[2], status = 0;
    pid_t child;

    (void)state;
    assert_int_equal(pipe(ends), 0);
    child = fork();
    if (child == 0) {
        rv_output *out;
        rv_error   err;

        signal(SIGPIPE, SIG_DFL);
        close(ends[0]);
        dup2(ends[1], STDOUT_FILENO);
        if (rv_output_open(&out, NULL, &err) != RV_OK)
            _exit(3);
        rv_output_text(out, "x");
        _exit(rv_output_close(out, &err) == RV_EIO
              && strcmp(err.message, "cannot write standard output: Broken pipe") == 0 ? 0 : 4);
    }
    close(ends[0]);
    close(ends[1]);
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void what_cannot_be_read_is_named(void **state)
{
    rv_input *in = (rv_input *)1;
    rv_error  err;
    char      byte;
    size_t    got;

    (void)state;
    assert_int_equal(rv_input_open(&in, "/no/such/file", &err), RV_ENOTFOUND);
    assert_null(in);
    assert_string_equal(err.message, "cannot read /no/such/file: No such file or directory");
    assert_int_equal(rv_input_open(&in, folder, &err), RV_EIO);
    assert_non_null(strstr(err.message, "it is a folder"));
    write_all(path, "ab");
    assert_int_equal(rv_input_open(&in, path, &err), RV_OK);
    assert_string_equal(rv_input_name(in), path);
    assert_int_equal(rv_input_read(in, &byte, 1, &got, &err), RV_OK);
    assert_int_equal(got, 1);
    assert_int_equal(rv_input_read(in, &byte, 1, &got, &err), RV_OK);
    assert_int_equal(rv_input_read(in, &byte, 1, &got, &err), RV_OK);
    assert_int_equal(got, 0);
    rv_input_close(in);
    rv_input_close(NULL);
}

static rv_status count_down(void *user, void *bytes, size_t n, size_t *got, rv_error *err)
{
    int *left = user;

    *got = *left > 0 && n > 0;
    memset(bytes, '0' + *left, *got);
    return --*left < -1 ? rv_fail(err, RV_EIO, "read past the end") : RV_OK;
}

static void an_input_can_come_from_a_function(void **state)
{
    const rv_csv_row *row;
    rv_input *in;
    rv_csv   *csv;
    rv_error  err;
    char      bytes[8];
    size_t    got;
    int       left = 2;

    (void)state;
    assert_int_equal(rv_input_open_pull(&in, "numbers", count_down, &left, &err), RV_OK);
    assert_string_equal(rv_input_name(in), "numbers");
    assert_int_equal(rv_input_read(in, bytes, sizeof bytes, &got, &err), RV_OK);
    assert_int_equal(got, 1);
    assert_int_equal(bytes[0], '2');
    rv_input_close(in);
    left = 3;
    assert_int_equal(rv_input_open_pull(&in, "numbers", count_down, &left, &err), RV_OK);
    assert_int_equal(rv_csv_open_input(&csv, in, ',', &err), RV_OK);
    assert_int_equal(rv_csv_next(csv, &row, &err), RV_OK);
    assert_non_null(row);
    assert_int_equal(row->count, 1);
    assert_string_equal(row->fields[0], "321");
    rv_csv_close(csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_appears_whole_and_keeps_the_mode, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(long_text_crosses_the_buffer, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(dropping_leaves_nothing_behind, make_folder, drop_folder),
        cmocka_unit_test(a_full_disk_is_said_with_the_name),
        cmocka_unit_test_setup_teardown(a_target_that_cannot_be_replaced_is_an_error, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(a_link_stays_a_link, make_folder, drop_folder),
        cmocka_unit_test(a_closed_pipe_on_standard_output_is_an_error_not_a_death),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_named, make_folder, drop_folder),
        cmocka_unit_test(an_input_can_come_from_a_function),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
