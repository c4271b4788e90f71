"""What people are told: mails now, the inbox later."""
