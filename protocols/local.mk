# Protocols that come with the toolkit, and the schema for editors.
dist_pkgdata_DATA += protocols/disengagement-15-24.xml protocols/protocol.rng
# Appraisal instruments; review/protocol/local.mk lists them, as they are in the library too.
instrumentsdir = $(pkgdatadir)/instruments
dist_instruments_DATA = $(instrument_xml) protocols/instruments/instrument.rng
