"""What a person has said of answers: listed, taken back, and handed out as a question set."""

from __future__ import annotations

from collections.abc import Mapping

from index import ArticleQAError
from qa.history.export import Document
from qa.history.feedback import Feedback
from qa.history.judgement import Judgement
from qa.history.question_set import as_question, question_lines
from qa.server.stores import OpenStores
from qa.text.html import NOTHING, Html
from qa.web.conversation_list import render_download
from qa.web.feedback_list import render_verdicts

EXPORTED = "questions-from-chat.jsonl"
NOT_THERE = "This judgement is not there any more."


class FeedbackList:
    """The judgements of one person on answers of the store in use, or all where nobody signs in.

    What comes from the page is not trusted. What fails is told in a sentence.
    """

    def __init__(self, shelf: OpenStores, person: str | None = None) -> None:
        """Reads nothing yet."""
        self._shelf = shelf
        self._person = person

    def of(self, person: str | None) -> FeedbackList:
        """Those of who is signed in."""
        return FeedbackList(self._shelf, person)

    def listed(self, removed: Judgement | None = None, problem: str = "") -> Html:
        """The list of them, the latest first."""
        judgements: list[Judgement] = []
        try:
            judgements = self._read()
        except ArticleQAError as error:
            problem = problem or str(error)
        return render_verdicts(judgements, removed=removed, problem=problem)

    def taken_back(self, data: object) -> tuple[Html, Judgement | None]:
        """The list, after the judgement that was clicked is gone; and what is gone."""
        name = data.get("id") if isinstance(data, Mapping) else None
        try:
            found = next((one for one in self._read() if one.id == name), None)
            if found is None:
                return self.listed(problem=NOT_THERE), None
            self._feedback().take_back(found.id)
        except ArticleQAError as error:
            return self.listed(problem=str(error)), None
        return self.listed(found), found

    def put_back(self, judgement: Judgement | None) -> Html:
        """The list, after what was taken back is there again."""
        try:
            if judgement:
                self._feedback().keep(judgement)
        except ArticleQAError as error:
            return self.listed(problem=str(error))
        return self.listed()

    def exported(self) -> Html:
        """A link that holds the judgements as a question set."""
        try:
            asked = map(as_question, self._read())
            text = question_lines(one for one in asked if one)
        except ArticleQAError:  # the list says what is wrong
            return NOTHING
        return render_download(Document(EXPORTED, "application/jsonl", text))

    def _read(self) -> list[Judgement]:
        """Where nobody has to sign in, those of nobody."""
        return [one for one in self._feedback().read() if one.person == self._person]

    def _feedback(self) -> Feedback:
        store, settings = self._shelf.store(), self._shelf.settings
        return Feedback(store.folder if store else settings.store, settings.conversations)
