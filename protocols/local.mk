# Protocols that come with the toolkit, and the schema for editors.
