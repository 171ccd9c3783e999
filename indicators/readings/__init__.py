"""What an indicator says in a fiscal year, from plain values alone: no database, no request, no words."""
