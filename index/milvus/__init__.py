"""Stores on Milvus, for who outgrows one machine: articles, passages and vectors in collections of
a server, which any number of programs search.

engine    opens a store, or a build of one      lite      a file of Milvus Lite: its server
client    the connection, errors in words       schema    the collections and their fields
claims    one build at a time                   state     which rows are visible
target    a build                               rows      rows of the database ↔ of Milvus
store     articles and search

No row is ever changed. Each bears the number of the build that it came with, and a build becomes
visible by one small record that names it: docs/scale.md.
"""
