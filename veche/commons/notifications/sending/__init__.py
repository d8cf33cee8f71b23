"""One interface for every way out: a parcel for a person goes in, an outcome comes back."""
