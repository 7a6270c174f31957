"""Cases from the tests of other tools: each passes here, or stands in `differences` with a reason."""
