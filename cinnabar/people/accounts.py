"""What our accounts want differently from allauth's defaults."""

from allauth.account.adapter import DefaultAccountAdapter


class Accounts(DefaultAccountAdapter):
    """allauth's door to our people."""
