# Fields, templates, manuscripts.
