"""How fast Hoshin is, beside the SQL alone, plain Django REST framework and a Django view that does nothing."""
