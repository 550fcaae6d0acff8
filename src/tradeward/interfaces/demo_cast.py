"""Who plays in the demo market, and what each of them shows: told by the command line and by the front page alike."""

NORDLICHT, HARBOUR, LUMBRE = "Nordlicht Handel (fictional)", "Harbour and Pine (fictional)", "Casa Lumbre (fictional)"
NEW, GOOD, FULL = "New Leaf Lamps (fictional)", "Good Thread Textiles (fictional)", "Brimful Ceramics (fictional)"
PAUSED, OWING, OUTSIDE = "Paused Plastics (fictional)", "Owing Metals (fictional)", "Outside Toys (fictional)"
PLUMB, SECOND = "Plumb Line Inspection (fictional)", "Second Look Survey (fictional)"
SHOWS = {
    NEW: "new: base limit only", GOOD: "good: orders completed", FULL: "at its limit", PAUSED: "suspended",
    OWING: "in debt after a lost dispute", OUTSIDE: "outside the scheme",
}  # fmt: skip
"""What each supplier shows."""
