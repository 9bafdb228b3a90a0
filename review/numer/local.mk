libreview_core_la_SOURCES += \
	%D%/beta.c %D%/cholesky.c %D%/gamma.c %D%/guard.c %D%/guard.h %D%/hypergeometric.c %D%/least_squares.c %D%/minimum.c \
	%D%/normal.c %D%/quantile.c %D%/random.c %D%/root.c %D%/wallenius.c
libreview_core_la_SOURCES += %D%/kendall.c
pkginclude_HEADERS += include/review/numer.h
