# The running examples, carried out as a newcomer does.
dist_check_SCRIPTS += %D%/disengagement.sh %D%/dropout-prevention.sh %D%/gallery.sh
TESTS += %D%/disengagement.sh %D%/dropout-prevention.sh %D%/gallery.sh
