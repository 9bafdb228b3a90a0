pkginclude_HEADERS += include/review/screen.h
# screen: see the layer table in tests/architecture/layers.txt
libreview_core_la_SOURCES += %D%/agree_many.c %D%/agree_two.c %D%/agreement.c %D%/assign.c %D%/attach.c %D%/blind.c \
	%D%/board.c %D%/board.h %D%/board_news.c %D%/calibrate.c %D%/desk.c %D%/desk.h %D%/desk_decide.c %D%/desk_next.c \
	%D%/desk_choose.c %D%/given.c %D%/handed.c %D%/handed.h %D%/highlight.c %D%/incoming.c %D%/incoming.h %D%/known.c \
	%D%/known.h %D%/labelled.c %D%/lease.c %D%/lease.h %D%/lineup.c %D%/lineup.h %D%/lot.c %D%/lot.h %D%/marks.c \
	%D%/media.c %D%/media.h %D%/outcome.c %D%/rank.c %D%/rank.h %D%/rank_building.h %D%/rank_count.c %D%/rank_gram.c \
	%D%/rank_index.c %D%/rank_models.c %D%/rank_near.c %D%/rank_next.c %D%/rank_settle.c %D%/rank_simulate.c \
	%D%/rank_svm.c %D%/rank_terms.c %D%/rank_words.c %D%/ranker.h %D%/reasons.c %D%/recall.c %D%/recall.h \
	%D%/recall_order.c %D%/reconsider.c %D%/report_states.c %D%/safe.c %D%/send_back.c %D%/share.c %D%/standing_role.c %D%/statuses.c %D%/stop_order.c %D%/stop_rules.c \
	%D%/stop_urn.c %D%/stop_words.c %D%/team.c %D%/trainer.c %D%/trainer.h %D%/trainer_texts.c %D%/vote.c \
	%D%/votes_export.c %D%/votes_foreign.c %D%/votes_import.c %D%/votes_match.c %D%/votes_table.c %D%/votes_words.c \
	%D%/waits.c
libreview_core_la_SOURCES += %D%/desk_ahead.c %D%/room.c %D%/room.h %D%/room_leases.c %D%/room_load.c %D%/room_order.c \
	%D%/room_people.c %D%/room_settle.c
