"""Accounts, profiles, follows, blocks and interests."""
