"""What the page shows, as HTML: each module prepares the values of a template and fills it.

The templates stand in `qa/web/templates`; `jinja.render` fills them, and escapes every text. No
module here knows Gradio, reads a store or changes anything.
"""
