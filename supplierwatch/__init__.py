"""The program: command line, settings and wiring; holds no rule."""
