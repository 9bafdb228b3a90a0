/* Runs a fuzz driver over files given on the command line, for builds without libFuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *in = fopen(argv[i], "rb");
        uint8_t *data = NULL;
        size_t n = 0, room = 0, got;

        if (!in) {
            perror(argv[i]);
            return 1;
        }
        do {
            uint8_t *more = n + 65536 > room ? realloc(data, room = 2 * room + 65536) : data;
            if (!more)
                return 1;
            data = more;
            got = fread(data + n, 1, 65536, in);
            n += got;
        } while (got);
        fclose(in);
        printf("%s: %zu bytes\n", argv[i], n);
        fflush(stdout);
        LLVMFuzzerTestOneInput(data, n);
        free(data);
    }
    return 0;
}
