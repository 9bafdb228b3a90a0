# Protocols that come with the toolkit, and the schema for editors.
dist_pkgdata_DATA += protocols/disengagement-15-24.xml protocols/protocol.rng
# Ready parts of forms: compiled in, and installed to be read.
form_partsdir = $(pkgdatadir)/parts
dist_form_parts_DATA = $(form_parts)
# Appraisal instruments; review/protocol/local.mk lists them, as they are in the library too.
instrumentsdir = $(pkgdatadir)/instruments
dist_instruments_DATA = $(instrument_xml) protocols/instruments/instrument.rng
