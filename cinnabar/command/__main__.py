"""`python -m cinnabar.command`: the same as the installed `cinnabar`."""

from cinnabar.command import main

main()
