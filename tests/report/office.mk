# Office documents; see tests/local.mk
