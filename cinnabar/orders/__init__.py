"""From basket to doorstep and back."""
