"""
The stage adopt: a coordinator vouches for the human translations that a project had before it came here.

Her signed word says that they were reviewed by the project's own rules: either all that stood in the trusted history
at a commit (`past`), or those that an export of Weblate calls approved (`approved`, read by `export`). It holds for
those texts, not for their places: whatever was edited since has to be vouched for like everything else. First
`propose` or `propose_approved` says what would be signed, then `sign` signs it (`adoption`).
"""

from editions.adopt.adoption import Adoption, sign
from editions.adopt.approved import Approvals, propose_approved
from editions.adopt.past import propose

__all__ = ["Adoption", "Approvals", "propose", "propose_approved", "sign"]
