"""Conversations of the chat and judgements of its answers, kept on disk.

exchange        a question with its answer          record      … to JSON and back
conversations   keeps, lists, renames, removes      search      which of them hold some words
judgement       what a person said of an answer     feedback    keeps and takes back judgements
feedback_file   judgements of earlier versions      question_set    judgements as questions
standing        whether a quotation still stands in the store as it stood
transfer        all of it from one database to another
export          a conversation as a file: as_html, as_markdown, a footnote for each quotation
"""
