"""How dates are printed and read in each language, where Django's own way is not a Japanese university's."""
