"""The pages of the shop desk."""
