"""The catalogues that come with polyrec: real films, and the invented products of an invented shop."""
