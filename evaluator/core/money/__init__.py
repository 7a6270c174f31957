"""From points to money: schemes, caps, bonus and earn-back, and the thresholds of the contract."""
