# see tests/local.mk
screen_tests = \
	tests/screen/test-agree-many tests/screen/test-agree-two tests/screen/test-agreement tests/screen/test-attach \
	tests/screen/test-blind tests/screen/test-calibrate tests/screen/test-desk tests/screen/test-highlight \
	tests/screen/test-labelled tests/screen/test-lease tests/screen/test-marks tests/screen/test-one-report \
	tests/screen/test-outcome tests/screen/test-rank tests/screen/test-rank-next tests/screen/test-rank-svm \
	tests/screen/test-rank-words tests/screen/test-reasons tests/screen/test-reconsider tests/screen/test-report-states \
	tests/screen/test-room tests/screen/test-screen tests/screen/test-send-back tests/screen/test-share \
	tests/screen/test-stop-order tests/screen/test-stop-rules tests/screen/test-stop-urn tests/screen/test-team \
	tests/screen/test-trainer tests/screen/test-votes-import tests/screen/test-waits
if HAVE_CMOCKA
check_PROGRAMS += $(screen_tests)
TESTS += $(screen_tests)
endif
tests_screen_test_agree_many_SOURCES = %D%/test_agree_many.c
tests_screen_test_agree_many_LDADD = $(test_libs)
tests_screen_test_agree_two_SOURCES = %D%/test_agree_two.c
tests_screen_test_agree_two_LDADD = $(test_libs)
tests_screen_test_agreement_SOURCES = %D%/test_agreement.c
tests_screen_test_agreement_LDADD = $(test_libs)
tests_screen_test_attach_SOURCES = %D%/test_attach.c
tests_screen_test_attach_LDADD = $(test_libs)
tests_screen_test_blind_SOURCES = %D%/test_blind.c
tests_screen_test_blind_LDADD = $(test_libs)
tests_screen_test_calibrate_SOURCES = %D%/test_calibrate.c
tests_screen_test_calibrate_LDADD = $(test_libs)
tests_screen_test_desk_SOURCES = %D%/test_desk.c
tests_screen_test_desk_LDADD = $(test_libs)
tests_screen_test_highlight_SOURCES = %D%/test_highlight.c
tests_screen_test_highlight_LDADD = $(test_libs)
tests_screen_test_labelled_SOURCES = %D%/test_labelled.c
tests_screen_test_labelled_LDADD = $(test_libs)
tests_screen_test_lease_SOURCES = %D%/test_lease.c
tests_screen_test_lease_LDADD = $(test_libs)
tests_screen_test_marks_SOURCES = %D%/test_marks.c
tests_screen_test_marks_LDADD = $(test_libs)
tests_screen_test_outcome_SOURCES = %D%/test_outcome.c
tests_screen_test_outcome_LDADD = $(test_libs)
tests_screen_test_rank_SOURCES = %D%/test_rank.c
tests_screen_test_rank_LDADD = $(test_libs)
tests_screen_test_rank_next_SOURCES = %D%/test_rank_next.c
tests_screen_test_rank_next_LDADD = $(test_libs)
tests_screen_test_rank_svm_SOURCES = %D%/test_rank_svm.c
tests_screen_test_rank_svm_LDADD = $(test_libs)
tests_screen_test_rank_words_SOURCES = %D%/test_rank_words.c
tests_screen_test_rank_words_LDADD = $(test_libs)
tests_screen_test_reasons_SOURCES = %D%/test_reasons.c
tests_screen_test_reasons_LDADD = $(test_libs)
tests_screen_test_reconsider_SOURCES = %D%/test_reconsider.c
tests_screen_test_reconsider_LDADD = $(test_libs)
tests_screen_test_screen_SOURCES = %D%/test_screen.c
tests_screen_test_screen_LDADD = $(test_libs)
tests_screen_test_share_SOURCES = %D%/test_share.c
tests_screen_test_share_LDADD = $(test_libs)
tests_screen_test_stop_order_SOURCES = %D%/test_stop_order.c
tests_screen_test_stop_order_LDADD = $(test_libs)
tests_screen_test_stop_rules_SOURCES = %D%/test_stop_rules.c
tests_screen_test_stop_rules_LDADD = $(test_libs)
tests_screen_test_stop_urn_SOURCES = %D%/test_stop_urn.c
tests_screen_test_stop_urn_LDADD = $(test_libs)
tests_screen_test_team_SOURCES = %D%/test_team.c
tests_screen_test_team_LDADD = $(test_libs)
tests_screen_test_trainer_SOURCES = %D%/test_trainer.c
tests_screen_test_trainer_LDADD = $(test_libs)
tests_screen_test_votes_import_SOURCES = %D%/test_votes_import.c
tests_screen_test_votes_import_LDADD = $(test_libs)
tests_screen_test_waits_SOURCES = %D%/test_waits.c
tests_screen_test_waits_LDADD = $(test_libs)
tests_screen_test_room_SOURCES = %D%/test_room.c
tests_screen_test_room_LDADD = $(test_libs)
tests_screen_test_one_report_SOURCES = %D%/test_one_report.c
tests_screen_test_one_report_LDADD = $(test_libs)
tests_screen_test_report_states_SOURCES = %D%/test_report_states.c
tests_screen_test_report_states_LDADD = $(test_libs)
tests_screen_test_send_back_SOURCES = %D%/test_send_back.c
tests_screen_test_send_back_LDADD = $(test_libs)
EXTRA_DIST += %D%/rank_support.h %D%/team.h %D%/votes.h %D%/world.h

