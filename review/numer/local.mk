libreview_core_la_SOURCES += \
	%D%/beta.c %D%/cholesky.c %D%/eigen.c %D%/fisher_hypergeometric.c %D%/gamma.c %D%/guard.c %D%/guard.h %D%/hypergeometric.c \
	%D%/integral.c %D%/kendall.c %D%/least_squares.c %D%/log_sum.c %D%/maximise.c %D%/minimum.c %D%/normal.c %D%/positive.c \
	%D%/products.c %D%/quadrature.c %D%/quantile.c %D%/random.c %D%/root.c %D%/transform_tails.c %D%/trust_region.c \
	%D%/trust_region.h %D%/wallenius.c %D%/zeroin.c
pkginclude_HEADERS += include/review/numer.h
