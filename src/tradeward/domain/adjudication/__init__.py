"""A dispute case in, an answer out: the 20 rules of profile `seed` as pure functions, each finding with its reasons.

Read in this order: `case` (what a case is), `standing` (rule 1), `conduct` (3-5), `timeliness` (6-9), `shipment`
(10-12), `terms` and `quality` (13-14), `quantity` (15), `award` (17), `refund` (16, 18-20), `answer` (all together).
The folder `form` reads a case from JSON. docs/reference/adjudication.md tells the rules in words.
"""
