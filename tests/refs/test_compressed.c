#include <config.h>

#include <archive.h>
#include <archive_entry.h>

#include "tests/refs/read_support.h"

static const char ris[] = "TY  - JOUR\nTI  - One\nER  - \nTY  - JOUR\nTI  - Two\nER  - \n";

typedef struct {
    const char *name, *bytes;
    size_t      n;
    int         type;
} member;

/* An archive in memory; `format` and `filter` are libarchive's. */
static size_t make(char *out, size_t room, int format, int filter, const member *members, size_t n)
{
    struct archive *a = archive_write_new();
    size_t          used = 0;

    archive_write_set_format(a, format);
    archive_write_add_filter(a, filter);
    archive_write_set_bytes_in_last_block(a, 1);
    assert_int_equal(archive_write_open_memory(a, out, room, &used), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        struct archive_entry *entry = archive_entry_new();

        archive_entry_set_pathname(entry, members[i].name);
        archive_entry_set_size(entry, (la_int64_t)members[i].n);
        archive_entry_set_filetype(entry, members[i].type ? (unsigned)members[i].type : AE_IFREG);
        archive_entry_set_perm(entry, 0644);
        assert_true(archive_write_header(a, entry) >= ARCHIVE_WARN);
        if (members[i].n)
            assert_int_equal(archive_write_data(a, members[i].bytes, members[i].n), (la_ssize_t)members[i].n);
        archive_entry_free(entry);
    }
    assert_int_equal(archive_write_free(a), ARCHIVE_OK);
    return used;
}

static void what_is_inside_is_read_with_its_own_offsets(void **state)
{
    static const struct { int format, filter; } kinds[] = {
        { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP },  { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_BZIP2 },
        { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ },    { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD },
        { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_LZ4 },   { ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_COMPRESS },
        { ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },  { ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE },
        { ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP },
    };
    const member one = { "export.ris", ris, sizeof ris - 1, 0 };
    char         packed[20480];
    read_result  got;

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        read_bytes_as(&got, packed, make(packed, sizeof packed, kinds[i].format, kinds[i].filter, &one, 1), NULL, NULL);
        assert_string_equal(got.err.message, "");
        assert_int_equal(got.status, RV_OK);
        assert_string_equal(rv_buf_str(&got.records), "0+28:1 One||0|;28+28:4 Two||0|;");
        assert_string_equal(rv_buf_str(&got.bytes), ris);
        assert_int_equal(got.summary.problems, 0);
        read_free(&got);
    }
}

static void folders_and_what_macos_adds_are_passed_over(void **state)
{
    const member members[] = { { "search/", NULL, 0, AE_IFDIR }, { "__MACOSX/._export.ris", "x", 1, 0 }, { "search/.DS_Store", "y", 1, 0 },
                               { "search/export.ris", ris, sizeof ris - 1, 0 } };
    char         packed[20480];
    read_result  got;

    (void)state;
    read_bytes_as(&got, packed, make(packed, sizeof packed, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, members, 4), NULL, NULL);
    assert_int_equal(got.status, RV_OK);
    assert_int_equal(got.summary.records, 2);
    read_free(&got);
}

static void refuses(const char *bytes, size_t n, const char *words)
{
    read_result got;

    read_bytes_as(&got, bytes, n, NULL, NULL);
    assert_int_equal(got.status, RV_EPARSE);
    if (!strstr(got.err.message, words))
        fail_msg("said \"%s\", not \"%s\"", got.err.message, words);
    read_free(&got);
}

static void what_should_not_be_unpacked_is_refused_with_a_reason(void **state)
{
    const member two[] = { { "a.ris", ris, sizeof ris - 1, 0 }, { "b.ris", ris, sizeof ris - 1, 0 } };
    const member sheet = { "[Content_Types].xml", "<Types/>", 8, 0 };
    const member one = { "a.ris", ris, sizeof ris - 1, 0 };
    char         packed[20480], again[20480];
    member       nested = { "a.ris.gz", packed, 0, 0 };
    size_t       n;

    (void)state;
    refuses(packed, make(packed, sizeof packed, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, two, 2), "a second file, 'b.ris'");
    refuses(packed, make(packed, sizeof packed, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, &sheet, 1), "a spreadsheet or document");
    nested.n = make(packed, sizeof packed, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, &one, 1);
    refuses(again, make(again, sizeof again, ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, &nested, 1), "within a compressed file");
    n = make(packed, sizeof packed, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, &one, 1);
    refuses(packed, n - 12, "cut off");
    refuses("7z\xBC\xAF\x27\x1C" "rest", 10, "a 7z archive");
    refuses("Rar!\x1A\7rest", 10, "a RAR archive");
}

/* 80 MiB of the same letter are some 10 KiB. */
static void a_file_that_grows_a_thousandfold_is_refused(void **state)
{
    const size_t size = (size_t)80 << 20;
    char        *big = malloc(size), *packed = malloc(1 << 20);
    const member one = { "bomb.ris", big, size, 0 };
    size_t       n;

    (void)state;
    assert_non_null(big);
    assert_non_null(packed);
    memset(big, 'a', size);
    memcpy(big, ris, sizeof ris - 1);
    for (size_t i = sizeof ris; i < size; i += 100)
        big[i] = '\n';
    n = make(packed, 1 << 20, ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD, &one, 1);
    assert_true(n < size / 1000);
    refuses(packed, n, "grows more than a thousandfold");
    free(big);
    free(packed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_inside_is_read_with_its_own_offsets),
        cmocka_unit_test(folders_and_what_macos_adds_are_passed_over),
        cmocka_unit_test(what_should_not_be_unpacked_is_refused_with_a_reason),
        cmocka_unit_test(a_file_that_grows_a_thousandfold_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
