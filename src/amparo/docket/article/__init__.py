"""The reader of articles: from a press article to proposals for a case, each with its span and the rule that made it.

Spec: specs/article.md. Rules stand in the modules here; words of a language stand in `languages`. Nothing is looked
up, learnt or guessed from outside the article: the same text and dateline give the same proposals for ever.
"""
