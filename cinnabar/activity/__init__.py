"""What people saw and did; append-only, plain ids."""
