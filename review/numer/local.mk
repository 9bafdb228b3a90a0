libreview_core_la_SOURCES += \
	%D%/beta.c %D%/cholesky.c %D%/eigen.c %D%/gamma.c %D%/guard.c %D%/guard.h %D%/hypergeometric.c %D%/least_squares.c %D%/minimum.c \
	%D%/normal.c %D%/quantile.c %D%/random.c %D%/root.c %D%/wallenius.c
libreview_core_la_SOURCES += %D%/kendall.c
libreview_core_la_SOURCES += %D%/integral.c %D%/transform_tails.c
	%D%/normal.c %D%/quantile.c %D%/random.c %D%/root.c %D%/transform_tails.c %D%/wallenius.c
libreview_core_la_SOURCES += %D%/kendall.c
libreview_core_la_SOURCES += %D%/maximise.c %D%/positive.c
pkginclude_HEADERS += include/review/numer.h
libreview_core_la_SOURCES += %D%/fisher_hypergeometric.c %D%/zeroin.c
