"""Tables, rules, records and queries: the house.  Knows no framework and no outside world."""
