# Each driver defines LLVMFuzzerTestOneInput. With --enable-fuzzing it is a libFuzzer program; otherwise standalone.c reads
# the files given, and `make check` runs it over tests/data/nasty/ and the corpus.
if FUZZING
fuzz_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
fuzz_main =
else
fuzz_LDFLAGS = $(AM_LDFLAGS)
fuzz_main = %D%/standalone.c
endif
