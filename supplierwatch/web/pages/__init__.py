"""The pages: read from the store what one page shows, make its view model, and render it."""
