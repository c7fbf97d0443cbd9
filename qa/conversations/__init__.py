"""Conversations of the chat, kept so that they are there again tomorrow.

keeper      keeps, lists, searches, renames and removes them
database    the SQLite file: schema, migrations, opening, errors in words
record      one question with its answer, to JSON and back
standing    whether a quotation still stands in the store as it stood
as_html, as_markdown    a conversation as a document with footnotes
commands    conversations
"""
