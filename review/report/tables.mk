# Tables of the report and what their words are made of.
