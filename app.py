"""`python app.py` in a checkout is the program `article-qa`; an installation does without it."""

from qa.cli.main import main, program

__all__ = ["main", "program"]

if __name__ == "__main__":
    main()
