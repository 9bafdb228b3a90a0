# Protocols that come with the toolkit, and the schema for editors.
dist_pkgdata_DATA += protocols/disengagement-15-24.xml protocols/protocol.rng
