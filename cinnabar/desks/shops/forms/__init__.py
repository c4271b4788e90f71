"""What sellers type, turned into values or into messages at the fields."""
