"""Conversations of the chat, kept so that they are there again tomorrow.

keeper      keeps, lists, searches, renames and removes them
finding     which of them hold the words that are looked for
database    the SQLite file: schema, migrations, opening, errors in words
record      one question with its answer, to JSON and back
standing    whether a quotation still stands in the store as it stood
export      a conversation as a file to take along
as_html, as_markdown    … with a footnote for each quotation
commands    conversations
"""
