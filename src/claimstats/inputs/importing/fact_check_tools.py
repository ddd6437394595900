"""Google's Fact Check Tools: what its API answers and what its markup tool writes, in the words of schema.org."""

from __future__ import annotations

from claimstats.inputs.importing.linked_data import Node, as_list

__all__ = ["as_reviews"]


def as_reviews(document: object) -> list[Node]:
    """The reviews of an answer of `claims:search` or of a page of `ClaimReviewMarkup`; none if it is neither.

    Parameters
    ----------
    document
        Parsed JSON.

    References
    ----------
    https://developers.google.com/fact-check/tools/api/reference/rest

    Examples
    --------
    >>> found = as_reviews({"claims": [{"text": "x", "claimant": "A", "claimReview": [{"url": "https://example.org"}]}]})
    >>> found[0]["claimReviewed"], found[0]["itemReviewed"]["author"]["name"]
    ('x', 'A')
    """
    pages = [one for one in as_list(document) if isinstance(one, dict)]
    found: list[Node] = []
    for page in pages:
        for claim in as_list(page.get("claims")):
            if isinstance(claim, dict):
                found += [
                    _searched(claim, review) for review in as_list(claim.get("claimReview")) if isinstance(review, dict)
                ]
        if page.get("claimReviewMarkups"):
            found += [_marked(page, one) for one in as_list(page["claimReviewMarkups"]) if isinstance(one, dict)]
    return found


def _searched(claim: Node, review: Node) -> Node:
    """One claim and one of its reviews, as the search answers them."""
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim.get("text"),
        "url": review.get("url"),
        "datePublished": review.get("reviewDate"),
        "author": review.get("publisher"),
        "reviewRating": review.get("textualRating"),
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Thing", "name": claim.get("claimant")} if claim.get("claimant") else None,
            "datePublished": claim.get("claimDate"),
        },
    }


def _marked(page: Node, one: Node) -> Node:
    """One markup of a page."""
    author = one.get("claimAuthor") if isinstance(one.get("claimAuthor"), dict) else {}
    return {
        "@type": "ClaimReview",
        "claimReviewed": one.get("claimReviewed"),
        "url": one.get("url") or page.get("pageUrl"),
        "datePublished": page.get("publishDate"),
        "author": page.get("claimReviewAuthor"),
        "reviewRating": one.get("rating"),
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Thing", **author} if author else None,
            "datePublished": one.get("claimDate"),
            "firstAppearance": one.get("claimFirstAppearance"),
            "appearance": one.get("claimAppearances"),
        },
    }
