"""The database of what app servers share: conversations, judgements, and who may sign in.

base          what a database offers, and how times and texts are written into it
sqlite_file   one file beside the store; the default, for one machine
postgres      PostgreSQL, which any number of app servers share
choice        which of them the settings name

The statements are those of the modules that keep something (`qa.history`, `qa.server`): SQL that
both understand, by SQLAlchemy.
"""
