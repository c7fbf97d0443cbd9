"""What a user has said of answers: listed, taken back, and exported as a question set."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from index import ArticleQAError
from qa.history.export import ExportedFile
from qa.history.feedback import Feedback, feedback_of
from qa.history.judgement import Judgement
from qa.history.question_set import as_question, question_lines
from qa.i18n import say
from qa.server.stores import OpenStores
from qa.web.render.download import render_download
from qa.web.render.feedback_list import render_feedback
from qa.web.render.jinja import NOTHING

EXPORTED = "questions-from-chat.jsonl"


class FeedbackList:
    """One user's judgements on answers of the store in use; where nobody signs in, those of nobody.

    What the page sends is not trusted. No method raises an `ArticleQAError`: what fails is told
    in a sentence of the list.
    """

    def __init__(self, stores: OpenStores, user: str | None = None) -> None:
        """Reads nothing yet."""
        self._stores = stores
        self._user = user

    def of(self, user: str | None) -> FeedbackList:
        """Those of who is signed in."""
        return FeedbackList(self._stores, user)

    def show(self, removed: Judgement | None = None, problem: str = "") -> Markup:
        """The list of them, the latest first.

        Args:
            removed: What was taken back just now, and can be put back.
            problem: What went wrong before.
        """
        judgements: list[Judgement] = []
        try:
            judgements = self._read()
        except ArticleQAError as error:
            problem = problem or str(error)
        return render_feedback(judgements, removed=removed, problem=problem)

    def take_back(self, data: object) -> tuple[Markup, Judgement | None]:
        """Removes the judgement that was clicked; the list after it, and what was removed."""
        name = data.get("id") if isinstance(data, Mapping) else None
        try:
            found = next((one for one in self._read() if one.id == name), None)
            if found is None:
                return self.show(problem=say("feedback.gone")), None
            self._feedback().take_back(found.id)
        except ArticleQAError as error:
            return self.show(problem=str(error)), None
        return self.show(found), found

    def restore(self, judgement: Judgement | None) -> Markup:
        """The list, after what was taken back has been put back."""
        try:
            if judgement:
                self._feedback().keep(judgement)
        except ArticleQAError as error:
            return self.show(problem=str(error))
        return self.show()

    def export(self) -> Markup:
        """A link that holds the judgements as a question set."""
        try:
            asked = map(as_question, self._read())
            text = question_lines(one for one in asked if one)
        except ArticleQAError:  # the list says what is wrong
            return NOTHING
        return render_download(ExportedFile(EXPORTED, "application/jsonl", text))

    def _read(self) -> list[Judgement]:
        return [one for one in self._feedback().read() if one.person == self._user]

    def _feedback(self) -> Feedback:
        store, settings = self._stores.store(), self._stores.settings
        return feedback_of(settings, store.folder if store else settings.folder)
