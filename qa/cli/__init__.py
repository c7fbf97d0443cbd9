"""The command line, a module for each command; what a command needs is imported when it runs.

main      the program, put together and started         commands   which commands there are
ask       one question                                  chat       the browser chat
sample    the invented news that the chat opens with while there are no articles
feedback  what was judged in the chat                   conversations   what was asked there
models    model files: listed, fetched, verified        model_files     … those that ship
users     who may sign in                               store      exported, backed up
stories   listed, and told as timelines                 database   that servers share
followed  whether what a store follows still comes in, for the doctor
doctor    checks of the installation                    checks     … one by one
"""
