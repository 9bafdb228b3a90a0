pkginclude_HEADERS += include/review/screen.h
# screen: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/board.c %D%/board_news.c %D%/outcome.c %D%/reasons.c %D%/vote.c %D%/statuses.c \
	%D%/assign.c %D%/agreement.c %D%/votes_import.c %D%/lineup.c %D%/lease.c %D%/given.c %D%/desk.c %D%/desk_order.c \
	%D%/desk_next.c %D%/desk_decide.c %D%/board.h %D%/lineup.h %D%/lease.h %D%/given.h %D%/desk.h %D%/agree_many.c \
	%D%/agree_two.c %D%/recall.c %D%/recall.h %D%/recall_order.c %D%/safe.c %D%/stop_order.c %D%/stop_rules.c \
	%D%/stop_urn.c %D%/stop_words.c %D%/rank.h %D%/ranker.h %D%/rank.c %D%/rank_words.c %D%/rank_terms.c %D%/rank_index.c \
	%D%/rank_svm.c %D%/rank_gram.c %D%/rank_models.c %D%/rank_next.c %D%/rank_simulate.c %D%/labelled.c %D%/highlight.c \
	%D%/attach.c %D%/media.c %D%/media.h %D%/marks.c
