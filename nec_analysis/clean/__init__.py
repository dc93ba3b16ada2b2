"""Export to coded answers: cell by cell, nothing lost, nothing guessed."""
