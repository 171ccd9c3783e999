"""Who may do what: rules, signing in, members, accounts."""
