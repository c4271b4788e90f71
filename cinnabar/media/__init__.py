"""Pictures from upload to every size; owners and readers as plain ids."""
