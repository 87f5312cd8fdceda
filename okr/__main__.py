"""`python -m okr` is `okr`."""

from okr.cli.main import main

if __name__ == "__main__":
    main()
