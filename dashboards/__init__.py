"""What people look at: reports, pages and the wording in both languages; reads results only."""
