"""A ruling as one document that stands for itself: written from the order's journal, read, and recomputed without any database.

Read in this order: `writing` (what the document holds), `reading` (an order's rows again), `recomputing` (what agrees).
"""
