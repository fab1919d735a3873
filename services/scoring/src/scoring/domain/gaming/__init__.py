"""Looking for gaming: each check is a pure function from counts to results, and none of them changes anything."""
