"""Papers: contract, inspection report and ruling as PDF, the same bytes for the same facts (docs/decisions/papers.md).

`contract`, `report` and `ruling` say what stands on a paper, block by block, in the words of `words`; `press` sets it with typst,
by the one template `paper.typ`. What a party wrote is data all the way: it is never part of a program.
"""
