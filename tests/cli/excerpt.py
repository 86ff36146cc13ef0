"""excerpt.py PROGRAM ARGUMENT...: runs a program on a terminal of its own and prints what that showed."""
import sys

from terminal import converse

shown, status = converse(sys.argv[1:], [])
sys.stdout.write(shown.decode().replace("\r\n", "\n"))
sys.exit(status)
