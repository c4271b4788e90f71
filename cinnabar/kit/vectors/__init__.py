"""What texts are about, as points: tokens, hashed TF-IDF, a truncated SVD. Pure, for whoever compares contents."""
