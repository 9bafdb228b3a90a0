pkginclude_HEADERS += include/review/screen.h
# screen: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/board.c %D%/board_news.c %D%/outcome.c %D%/reasons.c %D%/vote.c %D%/statuses.c %D%/assign.c %D%/agreement.c %D%/votes_import.c %D%/lineup.c %D%/lease.c %D%/given.c %D%/desk.c %D%/desk_order.c %D%/desk_next.c %D%/desk_decide.c \
	%D%/board.h %D%/lineup.h %D%/lease.h %D%/given.h %D%/desk.h
