"""The server: who may ask, and the ways in for other programs.

guard         the middleware that every request passes first
  origin      whether another web site is behind it     limits    how much may be sent
  login       who is signed in    attempts   how often to try
  users       names and passwords: user_file, user_table, and user_place for which of them
  headers     what browsers are told with each response  bodies    JSON that can be read
  page_sessions   whose an open page is
stores        the stores that are open, and which of them is in use
api_service   what the three APIs have in common        schema    the JSON they give
  gradio_api, mcp_api, openai_api, openai_errors        pictures  none in what is shown
outcomes      what becomes of each question, for  event_log  a line for each, without its words
                                                  metrics    numbers for Prometheus
health        whether the server is in order, and its numbers
answer_threads   blocking answers beside an event loop
static_files  files of the page that a browser keeps
serving       all of this, as Gradio is told to serve it
"""
