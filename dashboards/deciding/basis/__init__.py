"""The officer's report (tjänsteutlåtande), its annexes, and a unit's own reply to the consultation."""
