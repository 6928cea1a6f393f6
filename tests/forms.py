"""A newsroom's form as tests use it: every kind of question, and one that follows from an option."""

from __future__ import annotations

from amparo.seal.form import Channel, Condition, Kind, Question

QUESTIONS = (
    Question("where", "Where did it happen?", Kind.TEXT, "A town is enough."),
    Question("since", "Since when?", Kind.DATE),
    Question("about", "Who is it about?", Kind.CHOICE, "", ("A company", "An authority", "Somebody else")),
    Question("company", "Which company?", Kind.TEXT, "", (), Condition("about", "A company")),
    Question(
        "proof", "What do you have?", Kind.CHOICES, "As far as you want to say.", ("Papers", "Photographs", "I saw it")
    ),
    Question("seen", "When did you see it?", Kind.DATE, "", (), Condition("proof", "I saw it")),
)
HARBOUR = Channel("harbour", "Harbour and ships", "Dumping, smuggling, working hours.", questions=QUESTIONS)
GELD = Channel("geld", "Geld und Behörden", "Auf Deutsch.", "de")
