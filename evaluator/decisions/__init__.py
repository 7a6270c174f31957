"""What people decided while the contract ran, as its files state it: pure models beside the terms."""
