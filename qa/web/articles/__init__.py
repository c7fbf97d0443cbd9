"""The articles of the store: opened, sorted, added after a preview, removed, followed, counted."""
