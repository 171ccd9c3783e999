"""How the tests themselves run: in which order, on an emptied database, with every lock looked at."""
