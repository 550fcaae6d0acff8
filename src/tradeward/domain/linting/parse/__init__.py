"""What stands in a term before any rule looks at it: figures, units, dates, money, trade rules, and what it names."""
